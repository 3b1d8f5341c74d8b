FROM php:8.2-cli

# Composer unpacks archives with unzip.
RUN apt-get update \
    && apt-get install -y --no-install-recommends unzip \
    && rm -rf /var/lib/apt/lists/*

COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer
ENV COMPOSER_ALLOW_SUPERUSER=1

WORKDIR /var/www

COPY composer.json composer.lock ./
COPY packages ./packages
RUN composer install --no-dev --no-autoloader --no-scripts --no-interaction

COPY src ./src
COPY public ./public
RUN composer dump-autoload --no-dev --optimize

ENV GREETING="Numbers, please"
USER www-data
EXPOSE 8080
CMD ["php", "-S", "0.0.0.0:8080", "-t", "public"]
