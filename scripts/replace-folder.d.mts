export function replaceFolder(
  folder: string,
  make: (fresh: string) => void | Promise<void>,
): Promise<void>;
