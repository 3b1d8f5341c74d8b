FROM python:3.11-slim
LABEL maintainer="sample"
ADD . /srv/app/
RUN apt-get update -y && apt-get install -y gcc libc6-dev curl && cd /srv/app && pip3 install -U -r requirements.txt && mkdir -p /srv/data && chown nobody /srv/data
WORKDIR /srv/app
ENV PORT 9000
EXPOSE 9000
VOLUME /srv/data
HEALTHCHECK --interval=5s CMD curl -f http://localhost:9000/health || exit 1
ENTRYPOINT ["python3"]
CMD ["app.py"]
