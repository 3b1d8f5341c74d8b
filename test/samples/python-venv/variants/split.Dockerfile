FROM python:3.11-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*

# The environment comes first on PATH, so that "python" and "pip" are its own.
ENV VIRTUAL_ENV=/opt/venv
RUN python -m venv $VIRTUAL_ENV
ENV PATH="$VIRTUAL_ENV/bin:$PATH"

WORKDIR /app
COPY pyproject.toml ./
COPY build_backend build_backend
COPY src src
RUN pip install --no-cache-dir .

RUN useradd --create-home app
USER app
ENV GREETER_NAME=docker
EXPOSE 8080
CMD ["python", "-m", "greeter.server"]
