/** What a project's own files call its result: a few fields of each, read as text and never wholly. */

/** Programs of a Cargo.toml: its `[[bin]]` names, else the package's. */
export function nameInCargoToml(text: string): readonly string[] {
  const named = [...text.matchAll(/^\[\[bin\]\]\s*\n(?:(?!\[).*\n)*?\s*name\s*=\s*"([^"\n]+)"/gm)].flatMap(
    (match) => match[1] ?? [],
  );
  if (named.length > 0) return named;
  const section = /^\[package\]\s*\n((?:(?!\[).*(?:\n|$))*)/m.exec(text)?.[1] ?? '';
  const name = /^\s*name\s*=\s*"([^"\n]+)"/m.exec(section)?.[1];
  return name === undefined ? [] : [name];
}

/** The last part of the module's path that is no version: what `go build` calls the program of the root package. */
export function nameInGoMod(text: string): string | undefined {
  const module = /^module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
  return module
    ?.split('/')
    .filter((part) => !/^v\d+$/.test(part))
    .at(-1);
}

/** `app-1.0.jar`; undefined where a parent or a property decides. */
export function namesInPom(text: string): string | undefined {
  const own = text.replace(/<(parent|dependencies|build|profiles|dependencyManagement)>[\s\S]*?<\/\1>/g, '');
  const field = (name: string): string | undefined =>
    new RegExp(`<${name}>\\s*([^<\\s]+)\\s*</${name}>`).exec(own)?.[1];
  const final = /<build>[\s\S]*?<finalName>\s*([^<\s]+)\s*<\/finalName>/.exec(text)?.[1];
  const [id, version, packaging] = [field('artifactId'), field('version'), field('packaging') ?? 'jar'];
  const name = final ?? (id === undefined || version === undefined ? undefined : `${id}-${version}`);
  return name === undefined || name.includes('${') || !/^(?:jar|war)$/.test(packaging)
    ? undefined
    : `${name}.${packaging}`;
}

/** The only project file among the names of a folder, without its ending. */
export function nameInCsproj(names: readonly string[]): string | undefined {
  const projects = names.filter((name) => /\.(?:cs|fs|vb)proj$/.test(name));
  return projects.length === 1 ? projects[0]?.replace(/\.\w+$/, '') : undefined;
}

export function nameInMix(text: string): string | undefined {
  return /\bapp:\s*:(\w+)/.exec(text)?.[1];
}
