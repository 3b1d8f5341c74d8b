/** Knows which package of a distribution brings a program, a header or a library that a build misses. */
import type { Evidence, Image } from './evidence';
import { imageOf } from './evidence';

/** What the sentence goes on with: "…, so install it: apk add --no-cache git". Undefined for what is not in the tables. */
export function howToGet(
  what: 'program' | 'header' | 'library',
  name: string,
  evidence: Evidence,
): string | undefined {
  const packages = what === 'program' ? PROGRAMS.get(name) : headerOrLibrary(what, name);
  return packages === undefined ? undefined : installing(packages, imageOf(evidence));
}

/** One name for Debian and its family, Alpine, and the family of Red Hat; empty where there is none. */
export interface PackageNames {
  readonly apt: string;
  readonly apk: string;
  readonly dnf: string;
}

/** As a command where the base image's package manager is known. */
export function installing({ apt, apk, dnf }: PackageNames, image: Image | undefined): string | undefined {
  switch (image?.packageManager) {
    case 'apt':
      return apt === '' ? undefined : `apt-get update && apt-get install -y --no-install-recommends ${apt}`;
    case 'apk':
      return apk === '' ? undefined : `apk add --no-cache ${apk}`;
    case 'dnf':
    case 'microdnf':
    case 'yum':
    case 'tdnf':
      return dnf === '' ? undefined : `${image.packageManager} install -y ${dnf}`;
    case 'zypper':
    case 'pacman':
    case null:
      return undefined;
    case undefined: {
      const named = [
        apt === '' ? [] : [`${apt} (Debian, Ubuntu)`],
        apk === '' ? [] : [`${apk} (Alpine)`],
        dnf === '' ? [] : [`${dnf} (Fedora, RHEL)`],
      ].flat();
      return named.length === 0 ? undefined : `the package is ${named.join(', ')}`;
    }
  }
}

/** The C compiler with the headers of the C library. */
export const C_COMPILER: PackageNames = {
  apt: 'build-essential',
  apk: 'build-base',
  dnf: 'gcc gcc-c++ make',
};

function headerOrLibrary(what: 'header' | 'library', name: string): PackageNames | undefined {
  if (what === 'library') return LIBRARIES.get(name);
  const known = LIBRARIES.get(HEADERS.get(name) ?? '');
  if (known !== undefined) return known;
  const folder = /^([\w-]+)\//u.exec(name)?.[1];
  return folder === undefined ? undefined : LIBRARIES.get(HEADERS.get(`${folder}/`) ?? '');
}

/** One entry a line: the name, then the packages of apt, apk and dnf. */
function table(text: string): ReadonlyMap<string, PackageNames> {
  return new Map(
    text
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [names = '', apt = '', apk = '', dnf = ''] = line.split('|').map((part) => part.trim());
        return names.split(' ').map((name) => [name, { apt, apk, dnf }] as const);
      }),
  );
}

/** Sources: the file lists of Debian 12, Alpine 3.20 and Fedora 40. */
const PROGRAMS = table(`
git | git | git | git
curl | curl | curl | curl
wget | wget | wget | wget
bash | bash | bash | bash
make | make | make | make
gcc cc | gcc libc6-dev | gcc musl-dev | gcc
g++ c++ | g++ | g++ | gcc-c++
cmake | cmake | cmake | cmake
ninja | ninja-build | samurai | ninja-build
pkg-config pkgconf | pkg-config | pkgconf | pkgconf-pkg-config
autoconf | autoconf | autoconf | autoconf
automake aclocal | automake | automake | automake
libtoolize libtool | libtool | libtool | libtool
autoreconf | autoconf automake libtool | autoconf automake libtool | autoconf automake libtool
patch | patch | patch | patch
python3 | python3 | python3 | python3
python | python-is-python3 | python3 | python3
pip pip3 | python3-pip | py3-pip | python3-pip
node | nodejs | nodejs | nodejs
npm npx | npm | npm | npm
ruby | ruby | ruby | ruby
perl | perl | perl | perl
go | golang-go | go | golang
cargo rustc | cargo | cargo | cargo
unzip | unzip | unzip | unzip
zip | zip | zip | zip
xz | xz-utils | xz | xz
bzip2 | bzip2 | bzip2 | bzip2
tar | tar | tar | tar
jq | jq | jq | jq
rsync | rsync | rsync | rsync
ssh ssh-keyscan | openssh-client | openssh-client | openssh-clients
gpg | gnupg | gnupg | gnupg2
openssl | openssl | openssl | openssl
file | file | file | file
useradd groupadd usermod groupmod | passwd | shadow | shadow-utils
adduser addgroup | adduser | |
ps | procps | procps | procps-ng
nslookup dig | dnsutils | bind-tools | bind-utils
psql pg_dump | postgresql-client | postgresql-client | postgresql
which | debianutils | | which
find xargs | findutils | findutils | findutils
update-ca-certificates | ca-certificates | ca-certificates |
add-apt-repository | software-properties-common | |
lsb_release | lsb-release | |
locale-gen | locales | |
envsubst | gettext-base | gettext | gettext
protoc | protobuf-compiler | protobuf | protobuf-compiler
ffmpeg | ffmpeg | ffmpeg |
convert | imagemagick | imagemagick | ImageMagick
`);

/** By the name that a linker gives after `-l`. */
const LIBRARIES = table(`
c | libc6-dev | musl-dev | glibc-devel
python | python3-dev | python3-dev | python3-devel
ffi libffi | libffi-dev | libffi-dev | libffi-devel
ssl crypto openssl libssl | libssl-dev | openssl-dev | openssl-devel
pq libpq | libpq-dev | libpq-dev | libpq-devel
mysqlclient mariadb | default-libmysqlclient-dev | mariadb-dev | mariadb-connector-c-devel
xml2 libxml-2.0 | libxml2-dev | libxml2-dev | libxml2-devel
xslt libxslt | libxslt1-dev | libxslt-dev | libxslt-devel
z zlib | zlib1g-dev | zlib-dev | zlib-devel
bz2 bzip2 | libbz2-dev | bzip2-dev | bzip2-devel
lzma liblzma | liblzma-dev | xz-dev | xz-devel
jpeg libjpeg | libjpeg-dev | libjpeg-turbo-dev | libjpeg-turbo-devel
png libpng | libpng-dev | libpng-dev | libpng-devel
freetype freetype2 | libfreetype-dev | freetype-dev | freetype-devel
curl libcurl | libcurl4-openssl-dev | curl-dev | libcurl-devel
sqlite3 | libsqlite3-dev | sqlite-dev | sqlite-devel
yaml yaml-0.1 | libyaml-dev | yaml-dev | libyaml-devel
readline | libreadline-dev | readline-dev | readline-devel
ncurses | libncurses-dev | ncurses-dev | ncurses-devel
ldap lber | libldap-dev | openldap-dev | openldap-devel
sasl2 libsasl2 | libsasl2-dev | cyrus-sasl-dev | cyrus-sasl-devel
gmp | libgmp-dev | gmp-dev | gmp-devel
icu icu-uc icu-i18n icu-io | libicu-dev | icu-dev | libicu-devel
zip libzip | libzip-dev | libzip-dev | libzip-devel
onig oniguruma | libonig-dev | oniguruma-dev | oniguruma-devel
expat | libexpat1-dev | expat-dev | expat-devel
cairo | libcairo2-dev | cairo-dev | cairo-devel
pangocairo pango | libpango1.0-dev | pango-dev | pango-devel
pixman-1 pixman | libpixman-1-dev | pixman-dev | pixman-devel
X11 x11 | libx11-dev | libx11-dev | libX11-devel
linux | linux-libc-dev | linux-headers | kernel-headers
vips | libvips-dev | vips-dev | vips-devel
systemd libsystemd | libsystemd-dev | | systemd-devel
dbus-1 | libdbus-1-dev | dbus-dev | dbus-devel
alsa | libasound2-dev | alsa-lib-dev | alsa-lib-devel
`);

/** A header, a folder of headers, or the program that tells where they are, and the library that it belongs to. */
const HEADERS: ReadonlyMap<string, string> = new Map(
  `
Python.h python
ffi.h ffi
openssl/ ssl
libpq-fe.h pq
pg_config pq
mysql.h mysqlclient
mysql_config mysqlclient
mariadb_config mysqlclient
libxml/ xml2
xml2-config xml2
libxslt/ xslt
xslt-config xslt
zlib.h z
bzlib.h bz2
lzma.h lzma
jpeglib.h jpeg
png.h png
ft2build.h freetype
curl/ curl
curl-config curl
sqlite3.h sqlite3
yaml.h yaml
readline/ readline
ncurses.h ncurses
curses.h ncurses
ldap.h ldap
lber.h ldap
sasl/ sasl2
gmp.h gmp
unicode/ icu
zip.h zip
oniguruma.h onig
expat.h expat
cairo.h cairo
X11/ X11
linux/ linux
asm/ linux
stdio.h c
stdlib.h c
string.h c
limits.h c
errno.h c
sys/ c
`
    .trim()
    .split('\n')
    .map((line) => {
      const [header = '', library = ''] = line.split(' ');
      return [header, library] as const;
    }),
);
