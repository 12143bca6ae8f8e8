// How the steps of a route are called in step paths: `choose`, then the name of the route that was
// chosen, or `otherwise`.

export const chooseElement = 'choose';
export const otherwiseElement = 'otherwise';

/** @param route `null`: none of them */
export function routeElement(route: string | null): string {
  return route ?? otherwiseElement;
}
