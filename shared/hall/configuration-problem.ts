/** One thing that makes no sense, and where it stands. In English, for whoever edits the file or calls the API. */
export interface ConfigurationProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

export type ProblemPath = ConfigurationProblem['path'];

/** Nothing, or that `id` is not among the known ones. An absent `id` is none. */
export function unknownId(
  known: ReadonlySet<string | number>,
  id: string | number | undefined,
  where: { readonly path: ProblemPath; readonly what: string },
): ConfigurationProblem[] {
  return id === undefined || known.has(id) ? [] : [{ path: where.path, problem: `${where.what} ${id} is not defined` }];
}
