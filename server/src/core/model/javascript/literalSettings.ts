/** Reads the settings of a configuration that is a JavaScript program, as far as they are written as literals. */

/** `absent`: no such key anywhere in the text. `unclear`: there is one, and its value is worked out or said twice. */
export type Setting =
  | { readonly kind: 'absent' }
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'unclear' };

/**
 * The setting whose path of keys ends with these, as `build`, `outDir` for `defineConfig({ build: { outDir: 'x' } })`.
 * A path below the project's folder (`path.resolve(__dirname, 'x')`) is the literal `x`; `true` and `false` are literals too.
 */
export function settingIn(text: string, ...keys: readonly string[]): Setting {
  const found = settingsOf(text).filter(({ path }) => endsWith(path, keys));
  const [first] = found;
  if (first === undefined) return { kind: 'absent' };
  const { value } = first;
  return value === undefined || found.some((other) => other.value !== value)
    ? { kind: 'unclear' }
    : { kind: 'literal', value };
}

interface Token {
  readonly kind: 'word' | 'text' | 'mark';
  readonly value: string;
}

interface Written {
  readonly path: readonly string[];
  readonly value: string | undefined;
}

function endsWith(path: readonly string[], keys: readonly string[]): boolean {
  return keys.every((key, at) => path[path.length - keys.length + at] === key);
}

function settingsOf(text: string): readonly Written[] {
  const tokens = tokensOf(text);
  const found: Written[] = [];
  // The keys around the current place; an empty one for a bracket that belongs to no key.
  const around: string[] = [];
  for (const [at, { kind, value }] of tokens.entries()) {
    if (kind === 'mark') {
      if (value === '{' || value === '[' || value === '(') around.push(keyBefore(tokens, at) ?? '');
      else if (value === '}' || value === ']' || value === ')') around.pop();
      continue;
    }
    const before = tokens[at - 1]?.value;
    const behind = markAt(tokens, at + 1);
    const path = [...around.filter((key) => key !== ''), value];
    if (behind === ':' && (before === '{' || before === ','))
      found.push({ path, value: valueAt(tokens, at + 2) });
    // `outDir,` takes its value from a variable, `outDir() {` works it out, `config.outDir = …` sets it later.
    else if (kind === 'word' && (before === '{' || before === ',') && /^[,}(]$/.test(behind ?? ''))
      found.push({ path, value: undefined });
    else if (kind === 'word' && before === '.' && behind === '=')
      found.push({ path, value: valueAt(tokens, at + 2) });
  }
  return found;
}

function markAt(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at];
  return token?.kind === 'mark' ? token.value : undefined;
}

function keyBefore(tokens: readonly Token[], at: number): string | undefined {
  return markAt(tokens, at - 1) === ':' ? tokens[at - 2]?.value : undefined;
}

function valueAt(tokens: readonly Token[], at: number): string | undefined {
  const first = tokens[at];
  if (first === undefined || first.kind === 'mark') return undefined;
  const behind = markAt(tokens, at + 1);
  const isAlone = behind === undefined ? tokens[at + 1] === undefined : /^[,})\];]$/.test(behind);
  if (first.kind === 'text') return isAlone || tokens[at + 1]?.kind === 'word' ? first.value : undefined;
  if (isAlone) return first.value === 'true' || first.value === 'false' ? first.value : undefined;
  return joinedPath(tokens, at);
}

/** `path.resolve(__dirname, 'a', 'b')` and its like. */
function joinedPath(tokens: readonly Token[], from: number): string | undefined {
  let at = from;
  if (tokens[at]?.value === 'path' && markAt(tokens, at + 1) === '.') at += 2;
  if (!/^(?:resolve|join)$/.test(tokens[at]?.value ?? '') || markAt(tokens, at + 1) !== '(') return undefined;
  at += 2;
  if (tokens[at]?.value === '__dirname') at += 1;
  else if (wordsAre(tokens, at, ['process', '.', 'cwd', '(', ')'])) at += 5;
  else if (wordsAre(tokens, at, ['import', '.', 'meta', '.', 'dirname'])) at += 5;
  else return undefined;
  const parts: string[] = [];
  while (markAt(tokens, at) === ',' && tokens[at + 1]?.kind === 'text') {
    parts.push(tokens[at + 1]?.value ?? '');
    at += 2;
  }
  return parts.length > 0 && markAt(tokens, at) === ')' ? parts.join('/') : undefined;
}

function wordsAre(tokens: readonly Token[], at: number, values: readonly string[]): boolean {
  return values.every((value, index) => tokens[at + index]?.value === value);
}

const PIECE =
  /\/\/[^\n]*|\/\*[^]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[^])*`|[A-Za-z_$][\w$]*|=>|[^\s\w]/g;

/** A regular expression is taken apart like anything else, which at worst makes a setting unclear or absent. */
function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [piece] of text.matchAll(PIECE)) {
    if (piece.startsWith('//') || piece.startsWith('/*')) continue;
    const quote = piece.charAt(0);
    if (piece.length > 1 && (quote === "'" || quote === '"' || quote === '`')) {
      const value = piece.slice(1, -1);
      // What is put together is no literal, and what is escaped is no path that anybody writes.
      const isPlain = !value.includes('\\') && !(quote === '`' && value.includes('${'));
      tokens.push(isPlain ? { kind: 'text', value } : { kind: 'mark', value: quote });
    } else tokens.push({ kind: /^[A-Za-z_$]/.test(piece) ? 'word' : 'mark', value: piece });
  }
  return tokens;
}
