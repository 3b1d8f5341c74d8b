/** Knows by their names the files of a project that a compiled program may read when it runs, beside what it is compiled from. */
import { contextPathsOf } from '../../model/artifacts/contextPlaces';
import type { Artifact, Project } from './contract';
import { destinationOf } from '../../model/artifacts/stageFiles';
import { contextSources } from '../../model/contextCopies';

/** Folders of templates, pictures, translations and the like, and files of settings; sources and manifests are none. */
export function isDataName(name: string): boolean {
  return DATA_FOLDERS.test(name) || (DATA_FILES.test(name) && !MANIFESTS.test(name));
}

const DATA_FOLDERS =
  /^(?:templates?|views|tmpl|layouts|partials|static|public|assets|wwwroot|webroot|htdocs|images|img|css|fonts|media|locales?|i18n|lang|languages|translations|migrations?|sql|seeds?|fixtures|conf|config|configs|configuration|settings|resources|data|certs|schemas?|swagger)$/;

const DATA_FILES =
  /\.(?:ya?ml|json|toml|ini|conf|cfg|properties|html?|tmpl|tpl|gohtml|css|sql|csv|txt|pem|crt|svg|png|ico|mmdb)$|^\.env$/;

/** What compilers, package managers and tools of developers read. */
const MANIFESTS =
  /^(?:package(?:-lock)?\.json|tsconfig.*\.json|go\.(?:mod|sum|work)|Cargo\.(?:toml|lock)|rust-toolchain(?:\.toml)?|.*(?:compose|\.golangci|\.goreleaser|codecov|\.pre-commit-config|buf(?:\.gen|\.work)?|\.air|renovate|skaffold|\.travis|mkdocs).*\.(?:ya?ml|json|toml)|CMakeLists\.txt|requirements.*\.txt|LICEN[CS]E.*|README.*|CHANGELOG.*|.*\.csproj|clippy\.toml|rustfmt\.toml|sqlc\.ya?ml|gradle\.properties)$/i;

/** Folders that the running program may read, of a context that is copied whole to where it is started. */
export function dataArtifacts(project: Project): readonly Artifact[] {
  const { stage, surroundings } = project;
  const { workdir } = stage.end;
  if (workdir === undefined || workdir === '/') return [];
  const entries = contextPathsOf(stage, workdir).flatMap((path) => {
    const isFolder = path === '' || project.contextKind(path) === 'folder';
    return isFolder ? [...(surroundings.context?.entriesIn(path) ?? [])] : [];
  });
  return entries
    .filter(([name, kind]) => kind === 'folder' && DATA_FOLDERS.test(name))
    .map(([name]) => ({
      from: `${workdir}/${name}`,
      to: `${workdir}/${name}`,
      kind: 'directory',
      what: 'what the program may read',
    }));
}

/** True when a folder of the context arrives where the program is started, and nothing is known of what it holds. */
export function mayHoldUnknownData({ stage, surroundings, steps }: Project): boolean {
  if (surroundings.context?.entriesIn('') !== undefined) return false;
  return steps.some(({ instruction }) => {
    const folders = contextSources(instruction).filter(({ value }) => !/[^./]\.\w+$|\*/.test(value));
    return folders.length > 0 && destinationOf(stage, instruction)?.path === stage.end.workdir;
  });
}
