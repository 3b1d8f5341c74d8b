import { describe, it } from 'node:test';
import { checkConversion, checkRefusal } from '../../../../harness/checkConversion';

describe('converting PHP', () => {
  it('copies the packages of Composer, and leaves Composer behind', () => {
    checkConversion(
      `FROM php:8.4-fpm-bookworm
RUN apt-get update && apt-get install -y git unzip libzip-dev && rm -rf /var/lib/apt/lists/* && docker-php-ext-install zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts
COPY . .
USER www-data
CMD ["php-fpm"]
`,
      `FROM php:8.4-fpm-bookworm AS build
RUN apt-get update && apt-get install -y git unzip libzip-dev && rm -rf /var/lib/apt/lists/* && docker-php-ext-install zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts

FROM php:8.4-fpm-bookworm
RUN apt-get update && apt-get install -y libzip4 && rm -rf /var/lib/apt/lists/*
WORKDIR /var/www
COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=build /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
COPY --from=build /var/www/vendor /var/www/vendor
COPY . .
USER www-data
CMD ["php-fpm"]
`,
    );
  });

  it('compiles extensions apart from the image that starts them by itself', () => {
    checkConversion(
      `FROM php:8.4-apache-bookworm
RUN apt-get update && apt-get install -y libpng-dev libjpeg-dev && rm -rf /var/lib/apt/lists/* \\
 && docker-php-ext-configure gd --with-jpeg && docker-php-ext-install gd
COPY html /var/www/html
`,
      `FROM php:8.4-apache-bookworm AS build
RUN apt-get update && apt-get install -y libpng-dev libjpeg-dev && rm -rf /var/lib/apt/lists/* \\
 && docker-php-ext-configure gd --with-jpeg && docker-php-ext-install gd

FROM php:8.4-apache-bookworm
RUN apt-get update && apt-get install -y libpng16-16 libjpeg62-turbo && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=build /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
COPY html /var/www/html
`,
    );
  });

  it('keeps the libraries that stay where headers are removed, and trusts the author where all that is unneeded goes', () => {
    const file = (removal: string): string =>
      `RUN apt-get update && apt-get install -y libpng16-16 libpng-dev libpspell-dev \\
 && docker-php-ext-install gd pspell && apt-get ${removal} -y libpng-dev libpspell-dev && rm -rf /var/lib/apt/lists/*
`;
    const end = `COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=build /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
COPY html /var/www/html
`;
    for (const [removal, kept] of [
      ['remove', 'libpng16-16 libaspell15'],
      ['purge --auto-remove', 'libpng16-16'],
    ] as const)
      checkConversion(
        `FROM php:8.4-apache-bookworm\n${file(removal)}COPY html /var/www/html\n`,
        `FROM php:8.4-apache-bookworm AS build\n${file(removal)}
FROM php:8.4-apache-bookworm
RUN apt-get update && apt-get install -y ${kept} \\
 && rm -rf /var/lib/apt/lists/*
${end}`,
      );
  });

  it('drops the packages that the image has a variable for', () => {
    checkConversion(
      `FROM php:8.4-cli-alpine
RUN apk add --no-cache $PHPIZE_DEPS icu-dev && docker-php-ext-install intl
WORKDIR /app
COPY . .
CMD ["php", "worker.php"]
`,
      `FROM php:8.4-cli-alpine AS build
RUN apk add --no-cache $PHPIZE_DEPS icu-dev && docker-php-ext-install intl

FROM php:8.4-cli-alpine
RUN apk add --no-cache icu-libs
COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=build /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
WORKDIR /app
COPY . .
CMD ["php", "worker.php"]
`,
    );
  });

  it('refuses where nothing but the packages is installed', () => {
    checkRefusal(
      'nothing-compiled',
      `FROM php:8.4-cli
WORKDIR /app
COPY . .
RUN «php composer.phar install»
CMD ["php", "worker.php"]
`,
    );
  });
});
