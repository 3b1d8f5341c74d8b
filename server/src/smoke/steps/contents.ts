/** Reads what lies in the layers of the image, as far as the engine hands them out. */
import { examination, type ExaminationResult } from '../contents/examination';
import { saveCommand } from '../engines/engine';
import { cancelled, type Session } from '../session';
import type { ExaminedImage } from '../contents/examiner';

/** Undefined, and a note that says why, when the layers cannot be read: the other evidence stands without them. */
export async function readContents(session: Session, image: string): Promise<ExaminationResult | undefined> {
  const { input, engine, port, signal, stage } = session;
  const examined = examination(port.findSecrets);
  const outcome = await port.readArchive({
    source: saveCommand(engine, image),
    signal,
    timeoutMs: input.limits.timeoutMs,
    ...examined.request,
  });
  switch (outcome.kind) {
    case 'cancelled':
      throw cancelled('inspect');
    case 'unreadable':
      session.note(`What lies in the layers could not be read: ${outcome.message}.`);
      return undefined;
    case 'read': {
      const result = await examined.conclude(outcome, { stages: input.stages, stage });
      for (const note of result.notes) session.note(note);
      session.emit({ kind: 'files-read', stage: stage.index, files: ownFiles(result.image) });
      return result;
    }
  }
}

/** What is seen at the end and was written above the base image. */
function ownFiles({ layers, fileSystem }: ExaminedImage): ReadonlyMap<string, 'file' | 'directory'> {
  const files = new Map<string, 'file' | 'directory'>();
  for (const [path, { entry, layer }] of fileSystem.seen)
    if (layers[layer]?.isBase !== true)
      files.set(path.startsWith('/') ? path : `/${path}`, entry.kind === 'folder' ? 'directory' : 'file');
  return files;
}
