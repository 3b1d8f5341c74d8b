/** Whether a label's value has the form that a schema asks for. */
import type { LabelKind } from './surroundings';

/** True when the value is of the kind; a value with spaces around it is of none. */
export function isOfKind(value: string, kind: LabelKind): boolean {
  switch (kind) {
    case 'text':
      return true;
    case 'email':
      return /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(value);
    case 'hash':
      // Git abbreviates to seven digits or more; SHA-1 has 40 and SHA-256 has 64.
      return /^[0-9a-f]{7,40}$|^[0-9a-f]{64}$/.test(value);
    case 'rfc3339':
      return isRfc3339(value);
    case 'semver':
      return SEMVER.test(value);
    case 'spdx':
      return isLicenseExpression(value);
    case 'url':
      return /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+[^\s]*$/i.test(value);
    default:
      return kind satisfies never;
  }
}

/** semver.org, "Is there a suggested regular expression": numbers without leading zeros, then a pre-release, then build data. */
const NUMBER = '(?:0|[1-9]\\d*)';
const PRE_RELEASE = `(?:${NUMBER}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
const SEMVER = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${PRE_RELEASE}(?:\\.${PRE_RELEASE})*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

/** RFC 3339, section 5.6: `2024-01-31T12:00:00Z`. */
function isRfc3339(value: string): boolean {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/.exec(value);
  if (match === null) return false;
  const parts: readonly (string | undefined)[] = match.slice(1);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] =
    parts.map((part) => Number(part ?? 0));
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysOf(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second <= 60 &&
    zoneHour < 24 &&
    zoneMinute < 60
  );
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** SPDX license expressions (SPDX specification, annex D): identifiers joined with AND, OR and WITH, parentheses around. */
function isLicenseExpression(value: string): boolean {
  const words = value.match(/[()]|[^\s()]+/g) ?? [];
  let depth = 0;
  let wantsLicense = true;
  let isException = false;
  for (const word of words) {
    if (word === '(') {
      if (!wantsLicense || isException) return false;
      depth++;
    } else if (word === ')') {
      if (wantsLicense || --depth < 0) return false;
    } else if (wantsLicense) {
      if (isException ? !/^[A-Za-z0-9.-]+$/.test(word) : !isLicense(word)) return false;
      wantsLicense = false;
      isException = false;
    } else {
      if (!/^(?:AND|OR|WITH)$/i.test(word)) return false;
      wantsLicense = true;
      isException = /^WITH$/i.test(word);
    }
  }
  return words.length > 0 && depth === 0 && !wantsLicense;
}

function isLicense(word: string): boolean {
  if (/^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/.test(word)) return true;
  return LICENSES.has(word.replace(/\+$/, '').toLowerCase());
}

/**
 * Identifiers of the SPDX license list that published images carry, and the rest of each family. A schema that needs one
 * that is missing here can name it `LicenseRef-…`, as SPDX itself provides for.
 */
const LICENSES: ReadonlySet<string> = new Set(
  `0BSD AAL AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 AGPL-1.0-only AGPL-1.0-or-later AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later
Apache-1.0 Apache-1.1 Apache-2.0 APL-1.0 APSL-1.0 APSL-1.1 APSL-1.2 APSL-2.0 Artistic-1.0 Artistic-1.0-Perl Artistic-1.0-cl8
Artistic-2.0 Beerware BitTorrent-1.0 BitTorrent-1.1 BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent
BSD-2-Clause-Views BSD-3-Clause BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-3-Clause-LBNL BSD-3-Clause-Modification
BSD-3-Clause-No-Nuclear-License BSD-4-Clause BSD-4-Clause-UC BSD-Protection BSD-Source-Code BSL-1.0 BUSL-1.1 bzip2-1.0.6
CAL-1.0 CATOSL-1.1 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-3.0 CC-BY-NC-4.0
CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 CC-BY-ND-3.0 CC-BY-ND-4.0 CC-BY-SA-2.0 CC-BY-SA-2.5
CC-BY-SA-3.0 CC-BY-SA-4.0 CC-PDDC CC0-1.0 CDDL-1.0 CDDL-1.1 CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0
CECILL-1.0 CECILL-1.1 CECILL-2.0 CECILL-2.1 CECILL-B CECILL-C CERN-OHL-1.2 CERN-OHL-P-2.0 CERN-OHL-S-2.0 CERN-OHL-W-2.0
ClArtistic CNRI-Python CPAL-1.0 CPL-1.0 CUA-OPL-1.0 curl DOC ECL-1.0 ECL-2.0 EFL-1.0 EFL-2.0 Elastic-2.0 Entessa EPL-1.0
EPL-2.0 EUDatagrid EUPL-1.0 EUPL-1.1 EUPL-1.2 Fair Frameworx-1.0 FreeType FSFAP FTL GFDL-1.1 GFDL-1.1-only
GFDL-1.1-or-later GFDL-1.2 GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3 GFDL-1.3-only GFDL-1.3-or-later GPL-1.0 GPL-1.0-only
GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-2.0-with-classpath-exception GPL-3.0 GPL-3.0-only
GPL-3.0-or-later HPND ICU IJG ImageMagick Intel IPA IPL-1.0 ISC JasPer-2.0 JSON LGPL-2.0 LGPL-2.0-only LGPL-2.0-or-later
LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0 LGPL-3.0-only LGPL-3.0-or-later LGPLLR Libpng libpng-2.0 libtiff
LiLiQ-P-1.1 LiLiQ-R-1.1 Linux-OpenIB LPL-1.0 LPL-1.02 LPPL-1.0 LPPL-1.2 LPPL-1.3a LPPL-1.3c MirOS MIT MIT-0 MIT-CMU
MIT-Modern-Variant Motosoto MPL-1.0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-PL MS-RL MulanPSL-1.0 MulanPSL-2.0
Multics NASA-1.3 Naumen NCSA NGPL NIST-PD NLPL Nokia NOSL NPL-1.0 NPL-1.1 NPOSL-3.0 NTP OCLC-2.0 ODbL-1.0 ODC-By-1.0
OFL-1.0 OFL-1.1 OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0 OLDAP-2.8 OpenSSL OSET-PL-2.1 OSL-1.0 OSL-2.0 OSL-2.1 OSL-3.0 PDDL-1.0
PHP-3.0 PHP-3.01 Plexus PolyForm-Noncommercial-1.0.0 PolyForm-Small-Business-1.0.0 PostgreSQL PSF-2.0 Python-2.0
Python-2.0.1 QPL-1.0 RPL-1.1 RPL-1.5 RPSL-1.0 RSCPL Ruby SAX-PD Sendmail SGI-B-2.0 SHL-0.5 SHL-0.51 SimPL-2.0 SISSL
Sleepycat SMLNJ SPL-1.0 SSH-OpenSSH SSPL-1.0 Sun-PPP-2000 TCL UCL-1.0 Unicode-3.0 Unicode-DFS-2015 Unicode-DFS-2016
Unlicense UPL-1.0 Vim VSL-1.0 W3C W3C-19980720 W3C-20150513 Watcom-1.0 WTFPL X11 XFree86-1.1 Xnet YPL-1.1 Zed Zend-2.0
Zimbra-1.3 Zimbra-1.4 Zlib zlib-acknowledgement ZPL-1.1 ZPL-2.0 ZPL-2.1`
    .toLowerCase()
    .split(/\s+/),
);
