# The checksum service.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /app

# The module is written in C.
RUN apt-get update && apt-get install -y --no-install-recommends \
    build-essential \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.txt .
COPY adler adler
RUN pip install --no-cache-dir -r requirements.txt

COPY app.py .
COPY templates templates

ENV PORT=8000
EXPOSE 8000
USER nobody
CMD ["python", "app.py"]
