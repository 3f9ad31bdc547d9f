/** The controls, from the plainest to the largest. */
export * from './button.tsx'
export * from './field.tsx'
export * from './icon-button.tsx'
export * from './slider.tsx'
export * from './wheel.tsx'
