FROM debian:12
ENV DEBIAN_FRONTEND=noninteractive
COPY . /usr/src/app
WORKDIR /usr/src/app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev python3-dev python3-pip python3-venv ca-certificates && \
    python3 -m venv /venv && . /venv/bin/activate && pip install . && \
    rm -rf /var/lib/apt/lists/* /root/.cache
ENV PATH=/venv/bin:$PATH PORT=9000
EXPOSE 9000
ENTRYPOINT ["greeter"]
