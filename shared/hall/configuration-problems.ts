export interface ConfigurationProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}
