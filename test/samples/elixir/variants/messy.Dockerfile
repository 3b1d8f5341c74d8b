FROM elixir:1.14
MAINTAINER sample
ADD . /opt/src/
RUN cd /opt/src && export MIX_ENV=prod && mix deps.get && mix do compile, release --overwrite --path /opt/release && rm -rf /root/.cache
RUN groupadd -r clock && useradd -r -g clock clock && chown -R clock:clock /opt/release
USER clock
EXPOSE 4000
CMD /opt/release/bin/clock start
