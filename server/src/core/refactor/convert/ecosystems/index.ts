/** The ecosystems that can be converted; the first that has a plan or a refusal decides. */
import type { Ecosystem } from '../contract';
import { c } from './c';
import { dotnet } from './dotnet';
import { elixir } from './elixir';
import { go } from './go';
import { java } from './java';
import { javascript } from './javascript';
import { php } from './php';
import { python } from './python';
import { ruby } from './ruby';
import { rust } from './rust';

export const ecosystems: readonly Ecosystem[] = [
  go,
  rust,
  c,
  java,
  dotnet,
  elixir,
  php,
  ruby,
  javascript,
  python,
];
