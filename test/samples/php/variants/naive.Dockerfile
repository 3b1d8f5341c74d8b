FROM php:8.2-cli
RUN apt-get update && apt-get install -y --no-install-recommends git unzip && rm -rf /var/lib/apt/lists/*
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /app
COPY . .
RUN composer install --no-dev --no-interaction
EXPOSE 8000
CMD ["php", "-S", "0.0.0.0:8000", "-t", "public"]
