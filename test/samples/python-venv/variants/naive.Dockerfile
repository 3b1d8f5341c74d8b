FROM python:3.11
WORKDIR /app
RUN python -m venv /opt/venv
COPY . .
RUN /opt/venv/bin/pip install .
EXPOSE 8080
CMD ["/opt/venv/bin/greeter"]
