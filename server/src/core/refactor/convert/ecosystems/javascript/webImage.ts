/** A site that is built on a web server's own image: the same image serves it, without Node and the sources. */
import { toolOf } from '../../../../model/commands/tools';
import { packageInstallOf } from '../../../../model/commands/installs';
import { at } from '../../../../lint/rule';
import {
  IN_BUILD,
  refusal,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from '../../contract';
import type { Application } from './application';

const WEB_ROOTS: ReadonlyMap<string, string> = new Map([
  ['nginx', '/usr/share/nginx/html'],
  ['httpd', '/usr/local/apache2/htdocs'],
  ['caddy', '/usr/share/caddy'],
]);

export function webRootOf({ stage }: Project): string | undefined {
  return WEB_ROOTS.get(stage.image?.family ?? '');
}

export function webImagePlan({ project, ends }: Application, webRoot: string): Plan | Refusal {
  const { stage } = project;
  const isFilled = project.steps.some(
    (step) =>
      step.index <= ends.index &&
      step.commands.some(
        (command) =>
          /^(?:cp|mv|rsync|ln)$/.test(toolOf(command)?.name ?? '') &&
          command.args.at(-1)?.value?.startsWith(webRoot) === true,
      ),
  );
  const reference = stage.baseWord?.text;
  if (!isFilled || reference === undefined)
    return refusal('unknown-artifact', `It cannot be told how the built site comes to ${webRoot}.`, {
      at: at(ends.instruction),
      wayOut: `Copy it there in the instruction that builds: cp -r dist/. ${webRoot}/`,
    });
  const placements = new Map<Step, Placement>();
  for (const step of project.steps) if (step.commands.some(installsNode)) placements.set(step, IN_BUILD);
  return {
    kind: 'plan',
    ends,
    artifacts: [{ from: webRoot, to: webRoot, kind: 'directory', what: 'the built site' }],
    bases: [{ reference, why: 'The web server that the image is already built on.' }],
    needs: { libc: 'none', certificates: 'no', timeZones: 'no' },
    placements,
    notes: ['Node.js and the sources stay in the build stage.'],
  };
}

function installsNode(command: Parameters<typeof packageInstallOf>[0]): boolean {
  return (
    packageInstallOf(command)?.packages.some(({ name }) => /^(?:nodejs|npm|yarn|node)/.test(name)) === true
  );
}
