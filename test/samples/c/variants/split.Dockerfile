FROM gcc:12-bookworm

WORKDIR /src
COPY Makefile ./
COPY include/ include/
COPY src/ src/
COPY share/ share/
RUN make -j"$(nproc)" && make install PREFIX=/usr/local

# What is run.
ENTRYPOINT ["caesar"]
CMD ["13", "hello"]
