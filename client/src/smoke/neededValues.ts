/** Between what a build needs, what is remembered, and what it is given: no editor in it, so that it can be tested alone. */
import type { SmokeGivenSecret, SmokeGivenValues, SmokeValues } from '../../../server/src/protocol';
import type { RememberedValue, RememberedValues } from './rememberedValues';

/** One thing that a person is asked for. */
export interface Need {
  /** What it is remembered by. */
  readonly key: string;
  readonly kind: 'argument' | 'secret' | 'ssh';
  readonly name: string;
  /** Zero-based. */
  readonly line: number;
  /** It must not show while it is typed. */
  readonly isHidden: boolean;
  readonly isRequired: boolean;
}

export function needsOf({ arguments: names, secrets, ssh }: SmokeValues): readonly Need[] {
  return [
    ...names.map(({ name, line, isSecret }): Need => ({
      key: `argument ${name}`,
      kind: 'argument',
      name,
      line,
      isHidden: isSecret,
      isRequired: false,
    })),
    ...secrets.map(({ id, line, isRequired }): Need => ({
      key: `secret ${id}`,
      kind: 'secret',
      name: id,
      line,
      isHidden: true,
      isRequired,
    })),
    ...ssh.map(({ id, line, isRequired }): Need => ({
      key: `ssh ${id}`,
      kind: 'ssh',
      name: id,
      line,
      isHidden: false,
      isRequired,
    })),
  ];
}

/** What is not remembered is left out: the build goes without it. */
export function givenValues(needs: readonly Need[], known: RememberedValues): SmokeGivenValues {
  const values: Record<string, string> = {};
  const secrets: SmokeGivenSecret[] = [];
  const ssh: string[] = [];
  for (const { key, kind, name } of needs) {
    const value: RememberedValue = known[key] ?? { kind: 'none' };
    switch (kind) {
      case 'argument':
        if (value.kind === 'value') values[name] = value.value;
        break;
      case 'secret':
        if (value.kind !== 'none') secrets.push({ ...value, id: name });
        break;
      case 'ssh':
        if (value.kind === 'value') ssh.push(name);
        if (value.kind === 'file') ssh.push(`${name}=${value.path}`);
        break;
    }
  }
  return { arguments: values, secrets, ssh };
}

/** In words that do not tell the value. */
export function describeValue(value: RememberedValue): string {
  switch (value.kind) {
    case 'value':
      return 'a value';
    case 'file':
      return `the file ${value.path}`;
    case 'none':
      return 'built without it';
  }
}
