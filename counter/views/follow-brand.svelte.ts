import { MediaQuery } from 'svelte/reactivity';
import { applyBrand } from '../../shared/ui/brand.ts';

/** Keeps the hall's colour readable on this page. To be called while a component is made. */
export function followBrand(colour: () => string | undefined): void {
  const dark = new MediaQuery('prefers-color-scheme: dark');
  // The system may go dark at dusk: what was readable on the light ground must be mixed anew.
  $effect(() => {
    void dark.current;
    const brand = colour();
    const root = document.documentElement;
    if (brand !== undefined) applyBrand(root, brand);
    return () => root.style.removeProperty('--brand');
  });
}
