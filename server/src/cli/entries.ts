/** The commands there are, each loaded when it is called. */
import { lintCommand } from './commands/lint';
import type { Command } from './command';
import type { CommandEntry } from './main';

/** What needs an engine, a thing that only a root can hand in. */
export interface EngineCommands {
  smoke(): Promise<Command>;
  pin(): Promise<Command>;
  clean(): Promise<Command>;
}

export function commandEntries(engine: EngineCommands): readonly CommandEntry[] {
  return [
    {
      name: 'lint',
      summary: 'Judge Dockerfiles, and make safe fixes.',
      // The command that must start fastest, and nearly all of it is shared with the others.
      load: () => Promise.resolve(lintCommand),
    },
    {
      name: 'explain',
      summary: 'Explain a rule, a line of a Dockerfile, or a failed build from its log.',
      load: async () => (await import('./commands/asked.js')).explainCommand,
    },
    {
      name: 'graph',
      summary: 'Show the build graph of a Dockerfile: stages, roles, and what flows between them.',
      load: async () => (await import('./commands/asked.js')).graphCommand,
    },
    {
      name: 'convert',
      summary: 'Convert a Dockerfile that ships its compiler to a multi-stage build.',
      load: async () => (await import('./commands/asked.js')).convertCommand,
    },
    {
      name: 'pin',
      summary: 'Put the digests of the images beside their tags, as the registries tell them.',
      load: () => engine.pin(),
    },
    {
      name: 'smoke',
      summary: 'Build, inspect, run and probe the image on a container engine, and clean up.',
      load: () => engine.smoke(),
    },
    {
      name: 'clean',
      summary: 'Remove what smoke builds left behind on a container engine.',
      load: () => engine.clean(),
    },
  ];
}
