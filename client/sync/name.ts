/** Kept in this browser: the name one last joined by. */
const place = 'samelight.name'

/** Empty where none is kept, or where this browser keeps nothing. */
export function rememberedName(): string {
  try {
    return localStorage.getItem(place) ?? ''
  } catch {
    return ''
  }
}

/** A browser that keeps nothing asks again next time; nothing else is lost. */
export function rememberName(name: string): void {
  try {
    localStorage.setItem(place, name)
  } catch {
    return
  }
}
