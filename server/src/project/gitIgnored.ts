/** Which paths of a build context the .gitignore of its root names, so that they may be missing in a fresh copy. */
import ignore from 'ignore';

export function gitIgnoring(text: string | undefined): (path: string) => boolean {
  if (text === undefined || text.trim() === '') return () => false;
  const rules = ignore({ ignorecase: false }).add(text);
  return (path) => {
    try {
      // A pattern that ends in a slash means folders only, and what is missing may have been either.
      return path !== '' && (rules.ignores(path) || rules.ignores(`${path}/`));
    } catch {
      // Paths that lead out of the folder.
      return false;
    }
  };
}
