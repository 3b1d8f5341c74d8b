/** Compares version numbers as tags write them, because a shorter number in a tag means "the newest of these". */

/**
 * Negative, zero or positive as `left` is older than, equal to or newer than `right`. A number that is missing in
 * `left` counts as the highest (`3.12` stands for its newest patch); one that is missing in `right` counts as 0.
 */
export function compareVersions(left: string, right: string): number {
  const lefts = left.split('.');
  const rights = right.split('.');
  for (let index = 0; index < Math.max(lefts.length, rights.length); index += 1) {
    const mine = numberAt(lefts, index, Number.POSITIVE_INFINITY);
    const other = numberAt(rights, index, 0);
    if (mine !== other) return mine < other ? -1 : 1;
  }
  return 0;
}

/** True, false, or undefined when `version` is not known. */
export function isAtLeast(version: string | undefined, least: string): boolean | undefined {
  return version === undefined ? undefined : compareVersions(version, least) >= 0;
}

function numberAt(numbers: readonly string[], index: number, missing: number): number {
  const text = numbers[index];
  if (text === undefined) return missing;
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? missing : value;
}
