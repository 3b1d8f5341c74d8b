/** Causes in languages that are compiled: Go, Rust, C, the JVM, .NET. */
import { type Evidence, imageOf } from '../evidence';
import { C_COMPILER, howToGet, installing } from '../packages';
import { type Cause, said } from './cause';
import { missingFile } from './javascript';

export const compiledCauses: readonly Cause[] = [
  {
    id: 'go-sum-entry',
    output: [/missing go\.sum entry(?: for module providing package (?<name>\S+))?/u],
    programs: ['go'],
    tell: ({ groups }) => ({
      happened: `go.sum has no entry for ${groups['name'] ?? 'a module'} that the code imports.`,
      remedy:
        'Run go mod tidy on your machine and commit go.mod and go.sum; copy both before the build (COPY go.mod go.sum ./).',
    }),
  },
  {
    id: 'go-mod-missing',
    output: [
      /go\.mod file not found in current directory|cannot find main module|does not contain main module/u,
    ],
    programs: ['go'],
    tell: (_hit, evidence) => missingFile('go.mod', 'Go', evidence),
  },
  {
    id: 'go-no-files',
    output: [
      /no Go files in (?<path>\S+)/u,
      /package (?<path>\S+) is not in (?:std|GOROOT)/u,
      /^stat (?<path>\S+): (?:directory not found|no such file)/u,
      /^directory (?<path>\S+) not found/u,
    ],
    programs: ['go'],
    tell: ({ groups }) => ({
      happened: `Go finds no package ${groups['path'] ?? ''} to build.`,
      remedy:
        'Copy the sources before this line (COPY . .), and compare the path with the WORKDIR; .dockerignore may leave a folder out.',
    }),
  },
  {
    id: 'go-c-compiler',
    output: [/cgo: C compiler "?[\w-]+"? not found|exec: "g?cc": executable file not found/u],
    programs: ['go'],
    tell: (_hit, evidence) => {
      const how = installing({ apt: 'gcc libc6-dev', apk: 'gcc musl-dev', dnf: 'gcc' }, imageOf(evidence));
      return {
        happened: 'The program uses cgo, and the image has no C compiler.',
        remedy: `Build without it (CGO_ENABLED=0) if nothing needs C${how === undefined ? '' : `; else before this line: ${how}`}.`,
      };
    },
  },
  {
    id: 'go-too-old',
    output: [
      /go\.mod requires go >= (?<wants>[\d.]+)(?: \(running go (?<has>[\d.]+))?/u,
      /invalid go version '(?<wants>[\d.]+)'|requires go1\.\d+ or later/u,
    ],
    programs: ['go'],
    tell: ({ groups }) => ({
      happened: `go.mod asks for Go ${groups['wants'] ?? 'of a newer version'}, and the image has ${groups['has'] ?? 'an older one'}.`,
      remedy: 'Take the golang image of that version.',
    }),
  },
  {
    id: 'go-vcs-status',
    output: [/error obtaining VCS status/u],
    tell: said(
      'Go wants to write the state of the git repository into the program, and git does not answer.',
      'Build with -buildvcs=false, or leave .git out of the build context.',
    ),
  },
  {
    id: 'rust-linker',
    output: [/linker `(?<program>[\w-]+)` not found/u],
    programs: ['cargo', 'rustc'],
    tell: ({ groups }, evidence) => {
      const program = groups['program'] ?? 'cc';
      const isCross = program.includes('-');
      const how = installing({ apt: 'gcc libc6-dev', apk: 'gcc musl-dev', dnf: 'gcc' }, imageOf(evidence));
      return {
        happened: `Rust links with ${program}, and the image has none.`,
        remedy: isCross
          ? 'Install the cross compiler of the target and name it in CARGO_TARGET_…_LINKER.'
          : `${how === undefined ? 'Install a C compiler' : `Before this line: ${how}`}.`,
      };
    },
  },
  {
    id: 'openssl-headers',
    output: [
      /Could not find directory of OpenSSL installation|failed to run custom build command for `openssl-sys|Package openssl was not found/u,
    ],
    tell: (_hit, evidence) => {
      const how = installing(
        {
          apt: 'pkg-config libssl-dev',
          apk: 'pkgconf openssl-dev',
          dnf: 'pkgconf-pkg-config openssl-devel perl',
        },
        imageOf(evidence),
      );
      return {
        happened: 'The program is built against OpenSSL, and its headers or pkg-config are missing.',
        remedy: `${how === undefined ? 'Install them' : `Before this line: ${how}`}; or use rustls in place of it.`,
      };
    },
  },
  {
    id: 'cargo-manifest',
    output: [/could not find `Cargo\.toml` in/u],
    programs: ['cargo'],
    tell: (_hit, evidence) => missingFile('Cargo.toml', 'cargo', evidence),
  },
  {
    id: 'cargo-lock',
    output: [
      /the lock file \S+ needs to be updated but --(?:locked|frozen) was passed|lock file version `?\d+`? (?:was found|requires)/u,
    ],
    programs: ['cargo'],
    tell: ({ line }) => ({
      happened: /version/u.test(line)
        ? 'This cargo is too old for the form of Cargo.lock.'
        : 'Cargo.lock is missing or does not fit Cargo.toml.',
      remedy: /version/u.test(line)
        ? 'Take a newer rust image.'
        : 'Copy Cargo.lock with Cargo.toml, and commit what cargo update makes of it.',
    }),
  },
  {
    id: 'cargo-no-target',
    output: [/no targets specified in the manifest|can't find (?:`[^`]+` bin|bin|library) /u],
    programs: ['cargo'],
    tell: said(
      'Only the manifest is here, and cargo wants the sources too.',
      'Copy src before this line, or make a stand-in for the caching step (mkdir src && echo "fn main(){}" > src/main.rs).',
    ),
  },
  {
    id: 'rust-too-old',
    output: [/requires rustc (?<wants>[\d.]+)|feature `edition20\d\d` is required/u],
    tell: ({ groups }) => ({
      happened: `A crate needs Rust ${groups['wants'] ?? 'of a newer version'}.`,
      remedy: 'Take a newer rust image, or an older version of the crate.',
    }),
  },
  {
    id: 'rust-target',
    output: [/can't find crate for `(?:core|std)`|target may not be installed/u],
    tell: said(
      'The standard library for the target is not installed.',
      'rustup target add TARGET before this line.',
    ),
  },
  {
    id: 'offline-dependencies',
    output: [
      /in offline mode and the artifact \S+ has not been downloaded|Cannot access \S+ \(\S+\) in offline mode/u,
      /No cached (?:version|resource).*available for offline mode/u,
      /module lookup disabled by GOPROXY=off|offline was specified|can't checkout from .*: you are in the offline mode|--offline was specified/u,
    ],
    programs: ['mvn', 'gradle', 'cargo', 'go'],
    tell: said(
      'Dependencies are to be taken from the cache only, and it does not hold all of them.',
      'The step that fetches them ahead misses some (plugins, tests), or its cache mount is another one: leave the offline switch out, or fetch with the very goal of this line.',
    ),
  },
  {
    id: 'gradle-wrapper-jar',
    output: [
      /Could not find or load main class org\.gradle\.wrapper\.GradleWrapperMain|Unable to access jarfile .*gradle-wrapper\.jar/u,
    ],
    tell: said(
      'gradle/wrapper/gradle-wrapper.jar is not in the image.',
      'Commit it, copy the folder gradle with gradlew, and look whether .dockerignore leaves *.jar out.',
    ),
  },
  {
    id: 'maven-project-missing',
    output: [
      /there is no POM in this directory|Could not find the selected project in the reactor|does not contain a Gradle build/u,
    ],
    programs: ['mvn', 'gradle'],
    tell: (_hit, evidence) =>
      missingFile(
        evidence.log.output.some((line) => line.includes('Gradle')) ? 'build.gradle' : 'pom.xml',
        'The build tool',
        evidence,
      ),
  },
  {
    id: 'java-too-old',
    output: [
      /release version (?<wants>\d+) not supported/u,
      /invalid (?:target|source) release: (?<wants>[\d.]+)/u,
      /Unsupported class file major version (?<major>\d+)|has been compiled by a more recent version of the Java Runtime/u,
      /Dependency requires at least JVM runtime version (?<wants>\d+)/u,
      /Cannot find a Java installation.*languageVersion=(?<wants>\d+)/u,
    ],
    tell: ({ groups }, evidence) => {
      const { wants } = groups;
      const major = groups['major'] === undefined ? undefined : String(Number(groups['major']) - 44);
      const has = imageOf(evidence)?.language?.version;
      return {
        happened:
          major === undefined
            ? `The project asks for Java ${wants ?? 'of a newer version'}${has === undefined ? '' : `, and the image has ${has}`}.`
            : `A tool meets classes of Java ${major}, which it is too old for.`,
        remedy:
          major === undefined
            ? 'Take the JDK image of that version, or set the release that the project is compiled for.'
            : 'Update the tool (Gradle above all), or take the JDK that it knows.',
      };
    },
  },
  {
    id: 'java-no-compiler',
    output: [/No compiler is provided in this environment|Perhaps you are running on a JRE/u],
    tell: said(
      'The image has a Java runtime without a compiler.',
      'Compile in a stage FROM a -jdk image, and copy the result into this one.',
    ),
  },
  {
    id: 'dotnet-project-missing',
    output: [/MSB1003|MSB1009|MSB1011/u],
    programs: ['dotnet'],
    tell: said(
      'dotnet finds no project or solution file, or several.',
      'Name it in the command, and compare WORKDIR with the destination of the COPY that brings it.',
    ),
  },
  {
    id: 'dotnet-assets-missing',
    output: [/NETSDK1004/u],
    programs: ['dotnet'],
    tell: said(
      'The packages were not restored for this project (project.assets.json is missing).',
      'Restore the same project before, or leave --no-restore out; obj folders of your machine must not be copied over it (.dockerignore: **/obj).',
    ),
  },
  {
    id: 'dotnet-too-old',
    output: [/NETSDK1045|A compatible \.NET SDK was not found|Requested SDK version: (?<wants>[\d.]+)/u],
    programs: ['dotnet'],
    tell: ({ groups }) => ({
      happened: `The project asks for another .NET SDK than the image has${groups['wants'] === undefined ? '' : ` (${groups['wants']})`}.`,
      remedy: 'Take the sdk image of that version, or change global.json.',
    }),
  },
  {
    id: 'ruby-platform',
    output: [/Your bundle only supports platforms .* but your local platform is (?<platform>\S+)/u],
    tell: ({ groups }) => ({
      happened: `Gemfile.lock does not have the platform of the image (${groups['platform'] ?? ''}).`,
      remedy: `bundle lock --add-platform ${(groups['platform'] ?? 'x86_64-linux').replace(/[.,]$/u, '')}, and commit it.`,
    }),
  },
  {
    id: 'gemfile-missing',
    output: [/Could not locate Gemfile/u],
    programs: ['bundle'],
    tell: (_hit, evidence) => missingFile('Gemfile', 'bundler', evidence),
  },
  {
    id: 'ruby-native-tools',
    output: [
      /You have to install development tools first|mkmf\.rb can't find header files for ruby|Failed to build gem native extension/u,
    ],
    tell: (_hit, evidence) => {
      const how = installing(C_COMPILER, imageOf(evidence));
      return {
        happened: 'A gem is compiled here, and the compiler or a header is missing.',
        remedy: `${how === undefined ? 'Install a compiler' : `Before this line: ${how}`}, in a builder stage, with the -dev package of what the log names.`,
      };
    },
  },
  {
    id: 'composer-needs-tools',
    output: [
      /the zip extension and unzip\/7z commands are both missing/iu,
      /requires? (?:PHP extension )?ext-(?<name>[\w-]+) (?:\*|[^ ]+ )?(?:->|but it is missing|, )/u,
    ],
    tell: ({ groups }, evidence) => ({
      happened:
        groups['name'] === undefined
          ? 'composer can unpack nothing: unzip is missing.'
          : `The PHP of this stage has no extension ${groups['name']}.`,
      remedy:
        groups['name'] === undefined
          ? `Before this line: ${howToGet('program', 'unzip', evidence) ?? 'install unzip'}.`
          : `docker-php-ext-install ${groups['name']} before this line; only where another stage runs the program, --ignore-platform-req=ext-${groups['name']}.`,
    }),
  },
  {
    id: 'header-missing',
    output: [/fatal error: '?(?<header>[\w./+-]+\.h(?:pp|xx)?)'?(?: file not found|: No such file)/u],
    tell: ({ groups }, evidence) => missingDevelopment('header', groups['header'] ?? '', evidence),
  },
  {
    id: 'library-missing',
    output: [
      /cannot find -l(?<name>[\w.+-]+)/u,
      /Package '?(?<name>[\w.+-]+)'?,? (?:was )?(?:required by \S+, )?not found/u,
      /No package '(?<name>[\w.+-]+)' found/u,
      /Package requirements \((?<name>[\w.+-]+)/u,
    ],
    tell: ({ groups }, evidence) => missingDevelopment('library', groups['name'] ?? '', evidence),
  },
  {
    id: 'no-make-rule',
    output: [/No rule to make target [`'](?<name>[^']+)'|No targets specified and no makefile found/u],
    programs: ['make'],
    tell: ({ groups }) => ({
      happened:
        groups['name'] === undefined
          ? 'make finds no Makefile here.'
          : `make needs ${groups['name']}, which is not there and which no rule makes.`,
      remedy:
        'Copy the Makefile and the sources before this line, and compare WORKDIR with their destination; .dockerignore may leave a file out.',
    }),
  },
  {
    id: 'git-folder-missing',
    output: [/fatal: not a git repository/u],
    tell: said(
      'The build asks git for a version, and .git is not in the image.',
      'Pass the version as a build argument; or mount it for this RUN (--mount=type=bind,source=.git,target=.git) where .dockerignore lets it through.',
    ),
  },
  {
    id: 'git-dubious-ownership',
    output: [/detected dubious ownership in repository at '(?<path>[^']+)'/u],
    tell: ({ groups }) => ({
      happened: `The repository ${groups['path'] ?? ''} belongs to another account than the one that runs git.`,
      remedy: `git config --global --add safe.directory ${groups['path'] ?? 'DIR'} in this RUN, or copy with --chown.`,
    }),
  },
];

function missingDevelopment(
  what: 'header' | 'library',
  name: string,
  evidence: Evidence,
): { happened: string; remedy: string } {
  const how = howToGet(what, name, evidence);
  return {
    happened: `A program is compiled here, and ${what === 'header' ? 'the header' : 'the library'} ${name} is missing.`,
    remedy: `${how === undefined ? 'Install the development package that has it (its name ends in -dev or -devel)' : `Before this line: ${how}`}, in a builder stage.`,
  };
}
