/** What is known of a base image without pulling it: the vocabulary in which the catalogue answers. */

/**
 * Facts of one image reference. Every optional fact has three values: a missing key means *unknown*, `null` means
 * *certainly none*, anything else is certain for every image that the reference can mean.
 */
export interface BaseImage {
  /** The product: `node`, `debian`, `distroless`; one family can have several repositories. */
  readonly family: string;
  readonly os?: 'linux' | 'windows';
  readonly distribution?: Distribution;
  /** The C library that dynamically linked programs find; `null` where there is no dynamic loader at all. */
  readonly libc?: 'glibc' | 'musl' | null;
  readonly packageManager?: PackageManager | null;
  readonly language?: Language | null;
  readonly kind?: ImageKind;
  /**
   * Compilers, build systems and package managers of languages that the image certainly carries. Present only when it
   * is also known whether there is a C compiler, so `gcc` missing here means that there is none.
   */
  readonly buildTools?: readonly string[];
  /** Programs known to be on the PATH (`true`) or known not to be (`false`); any other name is unknown. */
  readonly programs: Readonly<Record<string, boolean>>;
  /** Whether a bundle of certificate authorities is installed where TLS clients look for it. */
  readonly caCertificates?: boolean;
  /** Absolute path of a POSIX-like shell; `null` when shell-form instructions cannot run. */
  readonly shell?: string | null;
  /** The default user as the image's configuration names it; no user, `0` and `0:0` are given as `root`. */
  readonly user?: string;
  /** Accounts other than root made for running something, which certainly exist. */
  readonly users?: readonly string[];
  /** Every account the image may have; a name missing here certainly does not exist. */
  readonly accounts?: readonly string[];
  /** Starts as `user` and its entrypoint changes to an unprivileged account before the service runs. */
  readonly dropsPrivileges?: true;
  readonly workdir?: string;
  /** Environment of the image's configuration; `undefined` as a value means: defined, value not known. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True when `env` holds every name that the image defines. */
  readonly envIsComplete?: true;
  readonly command?: readonly string[] | null;
  readonly entrypoint?: readonly string[] | null;
  /** Port numbers without their protocol. */
  readonly exposes?: readonly number[];
  /** False where the publisher offers no tag that names a version, so that `latest` cannot be avoided. */
  readonly versionTags: boolean;
  /** An image of the same purpose without what only a build needs. */
  readonly runtimeSibling?: RuntimeSibling;
  /** Where the facts come from: the publisher's documentation or Dockerfile, by name. */
  readonly sources: readonly string[];
}

export interface Distribution {
  readonly id: DistributionId;
  /** As far as the tag tells it: `3.20`, `12`, `24.04`, `9`. */
  readonly version?: string;
  readonly codename?: string;
}

export type DistributionId =
  | 'alpine'
  | 'amazon'
  | 'azurelinux'
  | 'busybox'
  | 'centos'
  | 'debian'
  | 'distroless'
  | 'fedora'
  | 'opensuse'
  | 'oracle'
  | 'rhel'
  | 'rocky'
  | 'alma'
  | 'arch'
  | 'scratch'
  | 'ubuntu'
  | 'windows'
  | 'wolfi';

export type PackageManager = 'apt' | 'apk' | 'dnf' | 'microdnf' | 'yum' | 'tdnf' | 'zypper' | 'pacman';

export interface Language {
  readonly name: LanguageName;
  /** As the tag writes it, so `20` or `20.11.1`; missing when the tag does not say. */
  readonly version?: string;
}

export type LanguageName =
  | 'bun'
  | 'c'
  | 'clojure'
  | 'dart'
  | 'deno'
  | 'dotnet'
  | 'elixir'
  | 'erlang'
  | 'go'
  | 'haskell'
  | 'java'
  | 'julia'
  | 'node'
  | 'perl'
  | 'php'
  | 'python'
  | 'ruby'
  | 'rust'
  | 'swift';

/**
 * `sdk`: made for building, its results run without it. `runtime`: runs programs of a language, possibly with build
 * tools beside (see `buildTools`). `os`: a plain system. `service`: runs itself. `tool`: a program to copy or to call.
 */
export type ImageKind = 'sdk' | 'runtime' | 'os' | 'service' | 'tool';

export interface RuntimeSibling {
  /** A complete image reference. */
  readonly reference: string;
  /** A sentence on what changes or what the program must fulfil. */
  readonly note: string;
}
