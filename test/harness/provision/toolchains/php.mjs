// The official images of PHP and of Composer: Debian's own PHP, and Composer as the one file that people copy.

/**
 * Debian spreads Composer over its library folder. The real image holds an archive, which works wherever it is copied to.
 */
const ARCHIVE = `<?php
$archive = new Phar('/tmp/composer.phar', 0, 'composer.phar');
$files = new RecursiveIteratorIterator(
    new RecursiveDirectoryIterator('/usr/share/php', FilesystemIterator::SKIP_DOTS | FilesystemIterator::FOLLOW_SYMLINKS)
);
foreach ($files as $file) {
    if ($file->isFile()) $archive->addFile($file->getPathname(), substr($file->getPathname(), strlen('/usr/share/')));
}
$program = preg_replace('/^#!.*\\n/', '', file_get_contents('/usr/bin/composer'));
$archive['bin/composer.php'] = str_replace('/../share/php/', '/../php/', $program);
$archive->setStub(
    "#!/usr/bin/env php\\n<?php Phar::mapPhar('composer.phar'); require 'phar://composer.phar/bin/composer.php'; __HALT_COMPILER();"
);
`;

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'installed',
    references: ['php:8.2-cli', 'php:8.2-cli-bookworm', 'php:8.2'],
    from: 'debian:bookworm-slim',
    // The real image holds a compiler for extensions as well.
    packages: [
      'php-cli',
      'php-mbstring',
      'php-curl',
      'php-xml',
      'php-dev',
      'ca-certificates',
      'curl',
      'gcc',
      'make',
    ],
    setup: ['ln -sf /usr/bin/php /usr/local/bin/php'],
    configuration: ['ENV PHP_INI_DIR=/usr/local/etc/php', 'ENV PHP_VERSION=8.2.29', 'CMD ["php","-a"]'],
  },
  {
    kind: 'installed',
    references: ['composer:2', 'composer:latest'],
    from: 'php:8.2-cli',
    packages: ['composer', 'git', 'unzip'],
    setup: [
      `cat > /tmp/archive.php <<'PHP'\n${ARCHIVE}PHP`,
      'php -d phar.readonly=0 /tmp/archive.php',
      'install -m 755 /tmp/composer.phar /usr/bin/composer',
      'rm /tmp/archive.php /tmp/composer.phar',
    ],
    configuration: ['ENV COMPOSER_ALLOW_SUPERUSER=1', 'WORKDIR /app', 'CMD ["composer"]'],
  },
];
