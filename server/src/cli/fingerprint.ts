/** A name for a finding that stays the same when lines above it come and go, for baselines and for CI services. */
import type { PlacedFinding } from './lintReport';

/**
 * Sixteen hexadecimal digits, made of the rule and of what is written at the finding's first line, white space aside: the
 * lines below may change, and two findings of one rule on equal lines have equal fingerprints.
 */
export function fingerprintOf(finding: PlacedFinding, lines: readonly string[]): string {
  const { start, end } = finding.range;
  const line = lines[start.line] ?? '';
  const marked = line.slice(start.character, end.line === start.line ? end.character : undefined);
  return digest([finding.rule, collapsed(line), collapsed(marked)].join('\u0000'));
}

/** Of each finding in its order; the second and later ones of equal fingerprints get `:2`, `:3`, so that all differ. */
export function distinctFingerprints(
  findings: readonly PlacedFinding[],
  lines: readonly string[],
): readonly string[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const fingerprint = fingerprintOf(finding, lines);
    const count = (counts.get(fingerprint) ?? 0) + 1;
    counts.set(fingerprint, count);
    return count === 1 ? fingerprint : `${fingerprint}:${String(count)}`;
  });
}

function collapsed(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/** FNV-1a of 64 bits over UTF-16 units (draft-eastlake-fnv): nobody gains by a collision, so speed and size decide. */
function digest(text: string): string {
  let hash = FNV_OFFSET;
  for (let at = 0; at < text.length; at++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * FNV_PRIME);
  return hash.toString(16).padStart(16, '0');
}
