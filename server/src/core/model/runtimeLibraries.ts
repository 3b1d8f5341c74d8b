/** Knows which packages hold the shared libraries that a program was built with by the headers of a development package. */
import type { PackageFamily } from './commands/installs';
import type { Distribution } from './images/baseImage';

/**
 * What a running program needs in place of a package that only serves to build it: `libpq5` for `libpq-dev`. Empty when it
 * needs nothing; undefined when that is not known for this system. Names as the system's own package index has them.
 */
export function runtimeLibrariesOf(
  packageName: string,
  family: PackageFamily,
  system: Distribution | undefined,
): readonly string[] | undefined {
  if (NOTHING_AT_RUN_TIME.test(packageName)) return [];
  switch (family) {
    case 'debian':
      return ofDebian(packageName, system);
    case 'alpine':
      return ALPINE.get(packageName) ?? (/^postgresql\d+-dev$/.test(packageName) ? ['libpq'] : undefined);
    case 'redhat':
      return REDHAT.get(packageName);
    case 'suse':
      return undefined;
  }
}

/** Headers of the C library, of the kernel and of interpreters, whose libraries come with the interpreter itself. */
const NOTHING_AT_RUN_TIME =
  /^(?:build-essential|(?:gcc|make|cmake|pkg-config|pkgconf|autoconf|automake|libtool)(?:-[\d.]+)?|libc6?-dev|libc-dev|musl-dev|linux-(?:libc-)?(?:dev|headers).*|kernel-(?:headers|devel)|libgcc-\d+-dev|libtool-dev|(?:lib)?python[\d.]*-(?:all-)?dev(?:el)?|ruby[\d.]*-dev(?:el)?|php[\d.]*-dev(?:el)?|erlang-dev|glibc-devel|dpkg-dev)$/;

const RELEASES = ['bullseye', 'bookworm', 'trixie'];

function ofDebian(name: string, system: Distribution | undefined): readonly string[] | undefined {
  const found = DEBIAN.get(name);
  if (found === undefined) return undefined;
  const [only] = found;
  if (found.length === 1) return only !== undefined && isNamedAlike(only, system) ? only : undefined;
  if (system?.id === 'ubuntu') return ofUbuntu(found, Number(system.version));
  if (system?.id !== 'debian' || system.codename === undefined) return undefined;
  return found[RELEASES.indexOf(system.codename)];
}

/** Where the 64-bit times alone have changed a name, Ubuntu has the new one from 24.04 on (Ubuntu wiki, "ReleaseGoals/64bitTime"). */
function ofUbuntu(found: readonly (readonly string[])[], version: number): readonly string[] | undefined {
  const [bullseye = [], bookworm = [], trixie = []] = found;
  const isOneLibrary = [bullseye, trixie.map((name) => name.replace('t64', ''))].every(
    (names) => names.join() === bookworm.join(),
  );
  if (!isOneLibrary || Number.isNaN(version) || bookworm.some((name) => /turbo|mariadb/.test(name)))
    return undefined;
  return version >= 24.04 ? trixie : bookworm;
}

/** Ubuntu takes nearly all names from Debian; its JPEG library is another one, and so are the names since the 64-bit times. */
function isNamedAlike(names: readonly string[], system: Distribution | undefined): boolean {
  if (system?.id === 'debian') return true;
  return names.every((name) => !/turbo|mariadb/.test(name)) || system === undefined;
}

/** One entry a line: the development package, then its libraries in bullseye / bookworm / trixie, or once where they are alike. */
function table(text: string): ReadonlyMap<string, readonly (readonly string[])[]> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [name = '', libraries = ''] = line.split(':').map((part) => part.trim());
      return [name, libraries.split('/').map((release) => release.trim().split(' '))];
    }),
  );
}

/** Source: what the packages depend on, in the package indexes of Debian 11, 12 and 13. */
const DEBIAN = table(`
default-libmysqlclient-dev: libmariadb3
freetds-dev: libct4 libsybdb5
gfortran: libgfortran5
libaio-dev: libaio1 / libaio1 / libaio1t64
libarchive-dev: libarchive13 / libarchive13 / libarchive13t64
libargon2-dev: libargon2-1
libasound2-dev: libasound2 / libasound2 / libasound2t64
libaspell-dev: libaspell15
libblas-dev: libblas3
libbrotli-dev: libbrotli1
libbz2-dev: libbz2-1.0
libcairo2-dev: libcairo2
libcap-dev: libcap2
libcurl4-gnutls-dev: libcurl3-gnutls / libcurl3-gnutls / libcurl3t64-gnutls
libcurl4-openssl-dev: libcurl4 / libcurl4 / libcurl4t64
libdbus-1-dev: libdbus-1-3
libedit-dev: libedit2
libev-dev: libev4 / libev4 / libev4t64
libevent-dev: libevent-2.1-7 / libevent-2.1-7 / libevent-2.1-7t64
libexpat1-dev: libexpat1
libffi-dev: libffi7 / libffi8 / libffi8
libfreetype-dev: libfreetype6
libfreetype6-dev: libfreetype6
libfribidi-dev: libfribidi0
libfuse-dev: libfuse2 / libfuse2 / libfuse2t64
libgdbm-dev: libgdbm6 / libgdbm6 / libgdbm6t64
libgdk-pixbuf-2.0-dev: libgdk-pixbuf-2.0-0
libgdk-pixbuf2.0-dev: libgdk-pixbuf-2.0-0
libgeos-dev: libgeos-c1v5 / libgeos-c1v5 / libgeos-c1t64
libgit2-dev: libgit2-1.1 / libgit2-1.5 / libgit2-1.9
libglib2.0-dev: libglib2.0-0 / libglib2.0-0 / libglib2.0-0t64
libgmp-dev: libgmp10
libgnutls28-dev: libgnutls30 / libgnutls30 / libgnutls30t64
libharfbuzz-dev: libharfbuzz0b
libhiredis-dev: libhiredis0.14 / libhiredis0.14 / libhiredis1.1.0
libicu-dev: libicu67 / libicu72 / libicu76
libimagequant-dev: libimagequant0
libjemalloc-dev: libjemalloc2
libjpeg-dev: libjpeg62-turbo
libjpeg62-turbo-dev: libjpeg62-turbo
libkrb5-dev: libgssapi-krb5-2 libkrb5-3
liblapack-dev: liblapack3
liblcms2-dev: liblcms2-2
libldap-dev: libldap-2.4-2 / libldap-2.5-0 / libldap2
libldap2-dev: libldap-2.4-2 / libldap-2.5-0 / libldap2
libleveldb-dev: libleveldb1d
liblz4-dev: liblz4-1
liblzma-dev: liblzma5
libmagic-dev: libmagic1 / libmagic1 / libmagic1t64
libmariadb-dev: libmariadb3
libmariadb-dev-compat: libmariadb3
libmaxminddb-dev: libmaxminddb0
libmcrypt-dev: libmcrypt4
libmemcached-dev: libmemcached11 libmemcachedutil2 / libmemcached11 libmemcachedutil2 / libmemcached11t64 libmemcachedutil2t64
libmpc-dev: libmpc3
libmpfr-dev: libmpfr6
libncurses-dev: libncurses6 libncursesw6
libncurses5-dev: libncurses6
libncursesw5-dev: libncursesw6
libnghttp2-dev: libnghttp2-14
libonig-dev: libonig5
libopenblas-dev: libopenblas0
libopenjp2-7-dev: libopenjp2-7
libpcre2-dev: libpcre2-8-0
libpcre3-dev: libpcre3
libpng-dev: libpng16-16 / libpng16-16 / libpng16-16t64
libpng12-dev: libpng12-0
libpq-dev: libpq5
libproj-dev: libproj19 / libproj25 / libproj25
libpspell-dev: libaspell15
librabbitmq-dev: librabbitmq4
libraqm-dev: libraqm0
librdkafka-dev: librdkafka1
libre2-dev: libre2-9 / libre2-9 / libre2-11
libreadline-dev: libreadline8 / libreadline8 / libreadline8t64
libsasl2-dev: libsasl2-2
libseccomp-dev: libseccomp2
libsnappy-dev: libsnappy1v5
libsndfile1-dev: libsndfile1
libsodium-dev: libsodium23
libspatialindex-dev: libspatialindex-c6 / libspatialindex-c6 / libspatialindex-c8
libsqlite3-dev: libsqlite3-0
libssh-dev: libssh-4
libssh2-1-dev: libssh2-1 / libssh2-1 / libssh2-1t64
libssl-dev: libssl1.1 / libssl3 / libssl3t64
libsystemd-dev: libsystemd0
libtidy-dev: libtidy5deb1 / libtidy5deb1 / libtidy58
libtiff-dev: libtiff5 / libtiff6 / libtiff6
libtiff5-dev: libtiff5 / libtiff6 / libtiff6
libudev-dev: libudev1
libusb-1.0-0-dev: libusb-1.0-0
libuv1-dev: libuv1 / libuv1 / libuv1t64
libvips-dev: libvips42 / libvips42 / libvips42t64
libwebp-dev: libwebp6 libwebpmux3 libwebpdemux2 / libwebp7 libwebpmux3 libwebpdemux2 / libwebp7 libwebpmux3 libwebpdemux2
libx11-dev: libx11-6
libxcb1-dev: libxcb1
libxml2-dev: libxml2
libxmlsec1-dev: libxmlsec1 libxmlsec1-openssl / libxmlsec1 libxmlsec1-openssl / libxmlsec1t64 libxmlsec1t64-openssl
libxpm-dev: libxpm4
libxslt-dev: libxslt1.1
libxslt1-dev: libxslt1.1
libyaml-dev: libyaml-0-2
libzip-dev: libzip4 / libzip4 / libzip5
libzmq3-dev: libzmq5
libzstd-dev: libzstd1
portaudio19-dev: libportaudio2
unixodbc-dev: libodbc1 / libodbc2 / libodbc2
uuid-dev: libuuid1
zlib1g-dev: zlib1g
`);

function pairs(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map([...table(text)].map(([name, [libraries = []]]) => [name, libraries]));
}

/**
 * Source: Alpine's package index. What the C++ compiler leaves needs its library, which small images lack; OpenSSL's
 * libraries are always there, for apk itself is linked to them.
 */
const ALPINE: ReadonlyMap<string, readonly string[]> = new Map([
  ...pairs(`
alpine-sdk: libstdc++
build-base: libstdc++
bzip2-dev: libbz2
c-ares-dev: c-ares
cairo-dev: cairo
curl-dev: libcurl
cyrus-sasl-dev: libsasl
expat-dev: expat
freetds-dev: freetds
freetype-dev: freetype
g++: libstdc++
gdk-pixbuf-dev: gdk-pixbuf
geos-dev: geos
gettext-dev: libintl
gfortran: libgfortran
glib-dev: glib
gmp-dev: gmp
hdf5-dev: hdf5
icu-dev: icu-libs
imagemagick-dev: imagemagick
jemalloc-dev: jemalloc
jpeg-dev: libjpeg-turbo
krb5-dev: krb5-libs
lapack-dev: lapack
lcms2-dev: lcms2
libedit-dev: libedit
libev-dev: libev
libevent-dev: libevent
libffi-dev: libffi
libgit2-dev: libgit2
libjpeg-turbo-dev: libjpeg-turbo
libmemcached-dev: libmemcached-libs
libpng-dev: libpng
libpq-dev: libpq
libsodium-dev: libsodium
libssh2-dev: libssh2
libstdc++-dev: libstdc++
libuv-dev: libuv
libwebp-dev: libwebp
libxml2-dev: libxml2
libxpm-dev: libxpm
libxslt-dev: libxslt
libzip-dev: libzip
lz4-dev: lz4-libs
mariadb-connector-c-dev: mariadb-connector-c
mariadb-dev: mariadb-connector-c
mpc1-dev: mpc1
mpfr-dev: mpfr
ncurses-dev: ncurses-libs
nghttp2-dev: nghttp2-libs
oniguruma-dev: oniguruma
openblas-dev: openblas
openjpeg-dev: openjpeg
openldap-dev: libldap
pango-dev: pango
pcre-dev: pcre
pcre2-dev: pcre2
postgresql-dev: libpq
proj-dev: proj
rabbitmq-c-dev: rabbitmq-c
readline-dev: readline
snappy-dev: snappy
sqlite-dev: sqlite-libs
tidyhtml-dev: tidyhtml-libs
tiff-dev: tiff
unixodbc-dev: unixodbc
vips-dev: vips
xmlsec-dev: xmlsec
xz-dev: xz-libs
yaml-dev: yaml
zeromq-dev: libzmq
zlib-dev: zlib
zstd-dev: zstd-libs
`),
  ['openssl-dev', []],
]);

/** Source: the package index of Red Hat Enterprise Linux 9. */
const REDHAT = pairs(`
bzip2-devel: bzip2-libs
cairo-devel: cairo
expat-devel: expat
freetype-devel: freetype
gmp-devel: gmp
krb5-devel: krb5-libs
libcurl-devel: libcurl
libffi-devel: libffi
libicu-devel: libicu
libjpeg-turbo-devel: libjpeg-turbo
libpng-devel: libpng
libpq-devel: libpq
libtiff-devel: libtiff
libuuid-devel: libuuid
libwebp-devel: libwebp
libxml2-devel: libxml2
libxslt-devel: libxslt
libyaml-devel: libyaml
mariadb-connector-c-devel: mariadb-connector-c
ncurses-devel: ncurses-libs
openldap-devel: openldap
openssl-devel: openssl-libs
pcre-devel: pcre
pcre2-devel: pcre2
postgresql-devel: libpq
readline-devel: readline
sqlite-devel: sqlite-libs
xz-devel: xz-libs
zlib-devel: zlib
`);
