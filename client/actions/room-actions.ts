/**
 * The actions that every screen has at once: what a room's screen names, and what a room may run without carrying the hands of a grader.
 * The rest is in `index.ts` alone; a screen that lacks one learns it when its key is pressed (`panels/use-actions.ts`).
 */
import type { Action } from './action.ts'
import { addVersion } from './add-version.ts'
import { approve } from './approve.ts'
import { askChanges } from './ask-changes.ts'
import { assess } from './assess.ts'
import { bypass } from './bypass.ts'
import { clearMarks } from './clear-marks.ts'
import { clipFirst } from './clip-first.ts'
import { clipLast } from './clip-last.ts'
import { commands } from './commands.ts'
import { compare } from './compare.ts'
import { discard } from './discard.ts'
import { enhancedViewer } from './enhanced-viewer.ts'
import { fastForward } from './fast-forward.ts'
import { fastReverse } from './fast-reverse.ts'
import { fitGraph } from './fit-graph.ts'
import { follow } from './follow.ts'
import { forward } from './forward.ts'
import { frameBack } from './frame-back.ts'
import { frameForward } from './frame-forward.ts'
import { fullViewer } from './full-viewer.ts'
import { goIn } from './go-in.ts'
import { goOut } from './go-out.ts'
import { highlight } from './highlight.ts'
import { highlightMatte } from './highlight-matte.ts'
import { hold } from './hold.ts'
import { invertWipe } from './invert-wipe.ts'
import { lightbox } from './lightbox.ts'
import { loop } from './loop.ts'
import { markIn } from './mark-in.ts'
import { markOut } from './mark-out.ts'
import { nextClip } from './next-clip.ts'
import { nextNote } from './next-note.ts'
import { nextTouched } from './next-touched.ts'
import { nextUngraded } from './next-ungraded.ts'
import { noteHere } from './note-here.ts'
import { overlays } from './overlays.ts'
import { panTool } from './pan-tool.ts'
import { playAround } from './play-around.ts'
import { playStop } from './play-stop.ts'
import { previousClip } from './previous-clip.ts'
import { previousNote } from './previous-note.ts'
import { previousTouched } from './previous-touched.ts'
import { previousUngraded } from './previous-ungraded.ts'
import { publish } from './publish.ts'
import { resetLayout } from './reset-layout.ts'
import { reverse } from './reverse.ts'
import { safeAreas } from './safe-areas.ts'
import { scopes } from './scopes.ts'
import { secondBack } from './second-back.ts'
import { secondForward } from './second-forward.ts'
import { shortcuts } from './shortcuts.ts'
import { showClips } from './show-clips.ts'
import { showGallery } from './show-gallery.ts'
import { showNodes } from './show-nodes.ts'
import { showNotes } from './show-notes.ts'
import { showRooms } from './show-rooms.ts'
import { showSnapshots } from './show-snapshots.ts'
import { slowForward } from './slow-forward.ts'
import { splitScreen } from './split-screen.ts'
import { stop } from './stop.ts'
import { surfaces } from './surfaces.ts'
import { takeSnapshot } from './take-snapshot.ts'
import { takeWheel } from './take-wheel.ts'
import { wasNow } from './was-now.ts'
import { windowOutlines } from './window-outlines.ts'
import { zoomFit } from './zoom-fit.ts'
import { zoomIn } from './zoom-in.ts'
import { zoomOut } from './zoom-out.ts'
import { zoomWhole } from './zoom-whole.ts'

export const roomActions: readonly Action[] = [
  reverse,
  stop,
  forward,
  fastReverse,
  fastForward,
  slowForward,
  playStop,
  loop,
  playAround,
  markIn,
  markOut,
  clearMarks,
  goIn,
  goOut,
  frameBack,
  frameForward,
  secondBack,
  secondForward,
  clipFirst,
  clipLast,
  previousClip,
  nextClip,
  previousTouched,
  nextTouched,
  previousUngraded,
  nextUngraded,
  fitGraph,
  panTool,
  bypass,
  scopes,
  addVersion,
  highlight,
  highlightMatte,
  windowOutlines,
  invertWipe,
  splitScreen,
  lightbox,
  zoomIn,
  zoomOut,
  zoomFit,
  zoomWhole,
  enhancedViewer,
  fullViewer,
  assess,
  safeAreas,
  overlays,
  takeSnapshot,
  approve,
  askChanges,
  compare,
  noteHere,
  previousNote,
  nextNote,
  wasNow,
  follow,
  takeWheel,
  hold,
  publish,
  discard,
  commands,
  shortcuts,
  surfaces,
  showGallery,
  showClips,
  showNodes,
  showRooms,
  showNotes,
  showSnapshots,
  resetLayout,
]
