FROM debian:12
LABEL maintainer="sample"
ADD . /srv/numbers
RUN apt-get update && apt-get install -y --no-install-recommends php-cli composer git unzip && cd /srv/numbers && composer install --no-dev -n -o && apt-get clean
WORKDIR /srv/numbers/public
EXPOSE 8000
CMD php -S 0.0.0.0:8000
