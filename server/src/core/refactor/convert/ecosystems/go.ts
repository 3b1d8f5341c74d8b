/** Go: the program is built static where it is safe, and runs on an image that holds nothing else. */
import { distrolessStatic } from '../../../model/images/catalog/siblings';
import { cleaned } from '../../../model/state';
import { at } from '../../../lint/rule';
import {
  edited,
  LEFT_OUT,
  refusal,
  type Ecosystem,
  type LocatedCompile,
  type Plan,
  type Refusal,
} from '../contract';

export const go: Ecosystem = {
  id: 'go',
  name: 'Go',
  plan(project) {
    if (project.shipped?.compile.ecosystem !== 'go') return undefined;
    const built = project.compiles.filter(({ compile }) => compile.ecosystem === 'go').at(-1);
    return built === undefined ? undefined : planOf(built);
  },
};

function planOf(built: LocatedCompile): Plan | Refusal {
  const { workdir } = built.step.state;
  const output = built.compile.output;
  if (workdir === undefined || output === undefined || /[$*]/.test(output))
    return refusal('unknown-artifact', 'It cannot be told where "go build" leaves the program.', {
      at: at(built.step.instruction, built.compile.span),
      wayOut: 'Name it with -o, or with --artifact.',
    });
  const path = cleaned(output.startsWith('/') ? output : `${workdir}/${output}`);
  return {
    kind: 'plan',
    ends: built.step,
    artifacts: [{ from: path, to: path, kind: 'file', what: 'the program' }],
    bases: [
      {
        reference: distrolessStatic,
        why: 'Certificates, time zones and an unprivileged user, and no shell.',
      },
      { reference: 'alpine:3', why: 'A small system with a shell.' },
    ],
    needs: { libc: 'none', certificates: 'maybe', timeZones: 'maybe' },
    placements: new Map([
      [
        built.step,
        {
          build: edited(built.step.instruction, [
            {
              span: { start: built.command.span.start, end: built.command.span.start },
              newText: 'CGO_ENABLED=0 ',
            },
          ]),
          run: LEFT_OUT,
        },
      ],
    ]),
    notes: ['The program is linked statically, so it runs on any image.'],
  };
}
