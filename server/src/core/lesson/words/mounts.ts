/** Says what a mount of a RUN brings. */
import type { Mount } from '../../syntax/nodes';
import { optionOf } from '../../syntax/views';
import { code } from './text';

export function tellMount(mount: Mount): string {
  const target = optionOf(mount, 'target', 'dst', 'destination')?.value;
  const at = target === undefined ? '' : ` at ${code(target)}`;
  switch (mount.type) {
    case 'cache':
      return `a cache that survives builds${at}`;
    case 'secret':
      return `the secret ${code(optionOf(mount, 'id')?.value ?? target?.split('/').at(-1) ?? '')}${at}`;
    case 'ssh':
      return 'your SSH agent';
    case 'tmpfs':
      return `a scratch folder in memory${at}`;
    default: {
      const from = optionOf(mount, 'from')?.value;
      const source = optionOf(mount, 'source', 'src')?.value;
      const what = source === undefined ? 'the files' : code(source);
      return `${what} of ${from === undefined ? 'the build context' : code(from)} mounted${at}`;
    }
  }
}
