/** Finds packages among a project's dependencies that are linked to a library of the system, which a small image lacks. */
import { contextPathsOf } from '../../model/artifacts/contextPlaces';
import { runtimeLibrariesOf } from '../../model/runtimeLibraries';
import type { Project, Step } from './contract';

/**
 * The instruction that installs the libraries, for a runtime image of the stage's own Debian release; undefined when none
 * is known to be missing. `manifests` are names of files beside the step's working directory.
 */
export function installOfLinked(
  project: Project,
  { state }: Step,
  manifests: readonly string[],
): string | undefined {
  const { stage, answers } = project;
  const system = stage.image?.distribution;
  if (state.workdir === undefined || system?.id !== 'debian' || answers.runtimeBase !== undefined)
    return undefined;
  const folder = state.workdir === '/' ? '' : state.workdir;
  const libraries = new Set<string>();
  for (const manifest of manifests)
    for (const path of contextPathsOf(stage, `${folder}/${manifest}`))
      for (const name of linkedTo(project.contextText(path) ?? ''))
        for (const library of runtimeLibrariesOf(name, 'debian', system) ?? []) libraries.add(library);
  if (libraries.size === 0) return undefined;
  const names = [...libraries].sort().join(' ');
  return `RUN apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`;
}

function linkedTo(manifest: string): readonly string[] {
  return LINKED.filter(({ names }) => names.test(manifest)).map(({ library }) => library);
}

/** Source: the installation instructions of these packages, as far as their own archives do not bring the library along. */
const LINKED: readonly { readonly names: RegExp; readonly library: string }[] = [
  { names: named('psycopg2|psycopg2cffi|pg'), library: 'libpq-dev' },
  { names: named('mysqlclient|mysql2'), library: 'default-libmysqlclient-dev' },
  { names: named('pycurl|curb'), library: 'libcurl4-openssl-dev' },
  { names: named('python-ldap'), library: 'libldap2-dev' },
  { names: named('xmlsec'), library: 'libxmlsec1-dev' },
  { names: named('ruby-vips'), library: 'libvips-dev' },
  { names: named('charlock_holmes'), library: 'libicu-dev' },
  { names: named('psych'), library: 'libyaml-dev' },
];

/** As requirements files, lock files of Python and of Bundler, and Gemfiles write a name. */
function named(names: string): RegExp {
  return new RegExp(
    `^(?:\\s{0,4}(?:${names})(?=[\\s=<>~!\\[;(]|$)|name = "(?:${names})"|\\s*"(?:${names})": \\{|\\s*gem ['"](?:${names})['"])`,
    'im',
  );
}
