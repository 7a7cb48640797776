import type { IRouter } from 'express';

/** One route as the router has it: `/api/halls/:hall/state` and `GET`. */
export interface ListedRoute {
  readonly path: string;
  readonly method: string;
  matches(path: string): boolean;
}

/** Every route with a path and a method of its own; folders of files are none. */
export function listRoutes(routers: readonly IRouter[]): ListedRoute[] {
  return routers
    .flatMap((router) => router.stack)
    .flatMap(({ route }) => {
      if (route === undefined) return [];
      const pattern = new RegExp(`^${route.path.replace(/:[^/]+/g, '[^/]+')}/?$`, 'i');
      const matches = (path: string) => pattern.test(path);
      const methods = (route as unknown as { readonly methods: Readonly<Record<string, boolean>> }).methods;
      return Object.keys(methods).map((method) => ({ path: route.path, method: method.toUpperCase(), matches }));
    });
}

/** What may be done at an address; empty when there is nothing at it. */
export function methodsOf(routers: readonly IRouter[], path: string): string[] {
  return listRoutes(routers)
    .filter((route) => route.matches(path))
    .map((route) => route.method);
}
