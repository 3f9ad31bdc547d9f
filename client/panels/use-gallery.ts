/** The gallery of the desk, for components that come with its code. */
import { useCallback, useSyncExternalStore } from 'react'
import { type GalleryDesk, type GalleryKind, galleryOf } from '../state/gallery.ts'
import { useDesk } from '../state/use-desk.ts'

export const useGallery = (): GalleryDesk => galleryOf(useDesk())

/** Reads something plain of it, or an object that stays the same until it changes. */
export function useGalleryValue<T>(kind: GalleryKind, read: (gallery: GalleryDesk) => T): T {
  const gallery = useGallery()
  const listen = useCallback((hear: () => void) => gallery.on(kind, hear), [gallery, kind])
  return useSyncExternalStore(listen, () => read(gallery))
}
