/** What a mode, as chmod and `--chmod` take it, allows. */

/** True when others than owner and group may certainly write, and the sticky bit does not keep them to their own files. */
export function worldWrites(mode: string): boolean {
  if (/^[0-7]{3,5}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    return (bits & 0o2) !== 0 && (bits & 0o1000) === 0;
  }
  return clauses(mode).some(
    ({ who, sign, rights }) =>
      /[oa]/.test(who) && sign !== '-' && rights.includes('w') && !rights.includes('t'),
  );
}

/** The same without the right of others to write; undefined for a mode that is not written in octal digits. */
export function octalWithoutWorld(mode: string): string | undefined {
  if (!/^[0-7]{3,5}$/.test(mode)) return undefined;
  const bits = Number.parseInt(mode, 8) & ~0o2;
  return bits.toString(8).padStart(mode.length, '0');
}

/** Whether a file of this mode can be run by anybody; undefined when the mode only adds to one that is not known. */
export function canRun(mode: string): boolean | undefined {
  if (/^[0-7]{3,5}$/.test(mode)) return (Number.parseInt(mode, 8) & 0o111) !== 0;
  const all = clauses(mode);
  if (all.some(({ sign, rights }) => sign !== '-' && /[xX]/.test(rights))) return true;
  const isWhole = all.length > 0 && all.every(({ sign }) => sign === '=');
  return isWhole && all.some(({ who }) => who === '' || /[ua]/.test(who)) ? false : undefined;
}

interface Clause {
  /** Of `ugoa`; empty for the default, which the umask narrows. */
  readonly who: string;
  readonly sign: string;
  readonly rights: string;
}

function clauses(mode: string): Clause[] {
  return mode.split(',').flatMap((text): Clause[] => {
    const [, who = '', sign = '', rights = ''] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(text) ?? [];
    return sign === '' ? [] : [{ who, sign, rights }];
  });
}
