/** What was found in the layers of an image, in the form its JSON has. Lines are zero-based, sizes are bytes. */

/** A stage that the image takes files from. */
export interface BuilderReport {
  readonly stage: number;
  readonly name: string | undefined;
  /** As an image of its own. */
  readonly size: number;
  /** Its files that reached the image, by kind and line; the largest first, at most twenty. Undefined when only its size was asked for. */
  readonly brought: readonly BroughtReport[] | undefined;
}

export interface BroughtReport {
  /** `artifact` for what is nothing else. */
  readonly kind: LeakKind | 'artifact';
  /** Of the instruction that brought it. */
  readonly line: number | undefined;
  readonly files: number;
  readonly bytes: number;
  /** One of them, where it lies in the builder and in the image. */
  readonly from: string;
  readonly to: string;
}

/** What was found in the layers. Lines are those of the instruction that made the layer; paths begin with `/`. */
export interface ContentsReport {
  /** Of the file system that a container sees. */
  readonly files: number;
  /** Of the layers, unpacked. */
  readonly bytes: number;
  readonly system: SystemReport | undefined;
  /** Undefined without a database of dpkg, apk or rpm. */
  readonly packages: PackagesReport | undefined;
  readonly tools: readonly ToolReport[];
  readonly privileged: readonly PrivilegedFileReport[];
  readonly waste: WasteReport;
  /** By size. */
  readonly leaks: readonly LeakReport[];
  readonly secrets: readonly SecretReport[];
}

/** Where in the Dockerfile something of the image comes from. */
export interface Origin {
  /** Undefined when the layer's instruction is not known; the FROM for what the base image brings. */
  readonly line: number | undefined;
  readonly isBase: boolean;
}

export interface SystemReport {
  /** `debian`, `alpine`; the words of `os-release`. */
  readonly id: string;
  readonly name: string;
  readonly version: string | undefined;
}

export interface PackagesReport {
  readonly manager: 'dpkg' | 'apk' | 'rpm';
  /** By name. */
  readonly list: readonly PackageReport[];
}

export interface PackageReport extends Origin {
  readonly name: string;
  /** As the manager compares them; of rpm `[epoch:]version-release`. */
  readonly version: string;
  readonly architecture?: string;
  /** Of its installed files, as the package says. */
  readonly bytes?: number;
}

export type ToolKind =
  'compiler' | 'build-system' | 'package-manager' | 'version-control' | 'runtime' | 'shell' | 'download';

export interface ToolReport extends Origin {
  readonly path: string;
  readonly kind: ToolKind;
}

export interface PrivilegedFileReport extends Origin {
  readonly path: string;
  /** Octal, four digits. */
  readonly mode: string;
  /** Whose rights it runs with: a user's or a group's id. */
  readonly owner: number;
  readonly right: 'user' | 'group';
}

export type LeakKind = 'source' | 'test' | 'version-control' | 'cache' | 'tool';

/** Files of building that an instruction of this Dockerfile brought into the image. */
export interface LeakReport {
  readonly kind: LeakKind;
  /** The folder that all of it lies in, or the only file. */
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  readonly line: number | undefined;
}

/** A secret by kind and place; its value is nowhere. */
export interface SecretReport extends Origin {
  /** `aws secret access key`, `build argument`. */
  readonly kind: string;
  readonly where: 'file' | 'history' | 'environment' | 'label';
  /** The path, or the name of the variable, argument or label. */
  readonly name: string;
  /** False for a file that a later layer deletes or replaces: it is still in the image for who unpacks it. */
  readonly isSeen: boolean;
}

export interface WasteReport {
  /** Of all hidden files. */
  readonly bytes: number;
  readonly files: number;
  /** At most twenty. */
  readonly largest: readonly {
    readonly path: string;
    readonly bytes: number;
    /** `rewritten` is the same content again, for its owner, mode or time. */
    readonly how: 'replaced' | 'rewritten' | 'deleted';
    /** Of the instruction that wrote the copy. */
    readonly line: number | undefined;
    /** Of the instruction that hid it. */
    readonly byLine: number | undefined;
  }[];
}
