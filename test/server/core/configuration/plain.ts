/** What a configuration file says, without its places. */
import type { Located } from '../../../../server/src/core/configuration/located';

export function plain(value: Located | undefined): unknown {
  switch (value?.kind) {
    case 'object':
      return Object.fromEntries(value.entries.map(({ key, value: inner }) => [key, plain(inner)]));
    case 'array':
      return value.items.map(plain);
    case 'scalar':
      return value.value;
    case undefined:
      return undefined;
  }
}
