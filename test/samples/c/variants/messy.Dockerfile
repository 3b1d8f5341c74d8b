FROM debian:bookworm
RUN apt-get update && apt-get install -y --no-install-recommends \
      gcc \
      make \
      libc6-dev \
    && rm -rf /var/lib/apt/lists/*
ADD . /tmp/caesar
RUN cd /tmp/caesar && make CFLAGS="-O2" \
  && make check \
  && make install DESTDIR=/ PREFIX=/opt/caesar \
  && make clean && cd / && rm -rf /tmp/caesar
ENV PATH=/opt/caesar/bin:$PATH
CMD ["caesar", "13", "hello"]
