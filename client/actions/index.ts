/** Every action, in the order of the keymap. */
import type { ActionId } from '../keys/keymap.ts'
import type { Action } from './action.ts'
import { addBefore } from './add-before.ts'
import { addCircle } from './add-circle.ts'
import { addCurve } from './add-curve.ts'
import { addLayer } from './add-layer.ts'
import { addLinear } from './add-linear.ts'
import { addOutside } from './add-outside.ts'
import { addParallel } from './add-parallel.ts'
import { addPolygon } from './add-polygon.ts'
import { addSerial } from './add-serial.ts'
import { addVersion } from './add-version.ts'
import { append } from './append.ts'
import { appendPicked } from './append-picked.ts'
import { applyOneBack } from './apply-one-back.ts'
import { applyTwoBack } from './apply-two-back.ts'
import { approve } from './approve.ts'
import { askChanges } from './ask-changes.ts'
import { assess } from './assess.ts'
import { bypass } from './bypass.ts'
import { cleanGraph } from './clean-graph.ts'
import { clearTree } from './clear-default-tree.ts'
import { clearMarks } from './clear-marks.ts'
import { clipFirst } from './clip-first.ts'
import { clipLast } from './clip-last.ts'
import { commands } from './commands.ts'
import { compare } from './compare.ts'
import { copy } from './copy.ts'
import { copyColour } from './copy-colour.ts'
import { deleteKeyframe } from './delete-keyframe.ts'
import { deleteNode } from './delete-node.ts'
import { discard } from './discard.ts'
import { enhancedViewer } from './enhanced-viewer.ts'
import { extract } from './extract.ts'
import { fastForward } from './fast-forward.ts'
import { fastReverse } from './fast-reverse.ts'
import { firstVersion } from './first-version.ts'
import { fitGraph } from './fit-graph.ts'
import { follow } from './follow.ts'
import { forward } from './forward.ts'
import { frameBack } from './frame-back.ts'
import { frameForward } from './frame-forward.ts'
import { fullViewer } from './full-viewer.ts'
import { goIn } from './go-in.ts'
import { goOut } from './go-out.ts'
import { grabStill } from './grab-still.ts'
import { highlight } from './highlight.ts'
import { highlightMatte } from './highlight-matte.ts'
import { hold } from './hold.ts'
import { invertWipe } from './invert-wipe.ts'
import { keyframe } from './keyframe.ts'
import { labelNode } from './label-node.ts'
import { lightbox } from './lightbox.ts'
import { loadMemory } from './load-memory.ts'
import { lockClip } from './lock-clip.ts'
import { lockNode } from './lock-node.ts'
import { loop } from './loop.ts'
import { markIn } from './mark-in.ts'
import { markOut } from './mark-out.ts'
import { nextClip } from './next-clip.ts'
import { nextKeyframe } from './next-keyframe.ts'
import { nextNode } from './next-node.ts'
import { nextNote } from './next-note.ts'
import { nextStill } from './next-still.ts'
import { nextTouched } from './next-touched.ts'
import { nextUngraded } from './next-ungraded.ts'
import { nodeMenu } from './node-menu.ts'
import { nodeOn } from './node-on.ts'
import { nodesOn } from './nodes-on.ts'
import { noteHere } from './note-here.ts'
import { openShared } from './open-shared.ts'
import { overlays } from './overlays.ts'
import { panTool } from './pan-tool.ts'
import { paste } from './paste.ts'
import { playAround } from './play-around.ts'
import { playStop } from './play-stop.ts'
import { previousClip } from './previous-clip.ts'
import { previousKeyframe } from './previous-keyframe.ts'
import { previousNode } from './previous-node.ts'
import { previousNote } from './previous-note.ts'
import { previousStill } from './previous-still.ts'
import { previousTouched } from './previous-touched.ts'
import { previousUngraded } from './previous-ungraded.ts'
import { printerLights } from './printer-lights.ts'
import { publish } from './publish.ts'
import { redo } from './redo.ts'
import { resetAll } from './reset-all.ts'
import { resetKeepNodes } from './reset-keep-nodes.ts'
import { resetLayout } from './reset-layout.ts'
import { resetNode } from './reset-node.ts'
import { reverse } from './reverse.ts'
import { ripple } from './ripple.ts'
import { rippleGroup } from './ripple-group.ts'
import { safeAreas } from './safe-areas.ts'
import { saveMemory } from './save-memory.ts'
import { scopes } from './scopes.ts'
import { scopesWindow } from './scopes-window.ts'
import { secondBack } from './second-back.ts'
import { secondForward } from './second-forward.ts'
import { setTree } from './set-default-tree.ts'
import { shareNode } from './share-node.ts'
import { shortcuts } from './shortcuts.ts'
import { showClips } from './show-clips.ts'
import { showGallery } from './show-gallery.ts'
import { showNodes } from './show-nodes.ts'
import { showNotes } from './show-notes.ts'
import { showRooms } from './show-rooms.ts'
import { showSnapshots } from './show-snapshots.ts'
import { slowForward } from './slow-forward.ts'
import { splitScreen } from './split-screen.ts'
import { staticKeyframe } from './static-keyframe.ts'
import { stop } from './stop.ts'
import { surfaces } from './surfaces.ts'
import { takeSnapshot } from './take-snapshot.ts'
import { takeWheel } from './take-wheel.ts'
import { trackBack } from './track-back.ts'
import { trackBackOne } from './track-back-one.ts'
import { trackBoth } from './track-both.ts'
import { trackForward } from './track-forward.ts'
import { trackOn } from './track-on.ts'
import { trackStop } from './track-stop.ts'
import { turnPrimaries } from './turn-primaries.ts'
import { undo } from './undo.ts'
import { unshareNode } from './unshare-node.ts'
import { wasNow } from './was-now.ts'
import { windowOutlines } from './window-outlines.ts'
import { zoomFit } from './zoom-fit.ts'
import { zoomIn } from './zoom-in.ts'
import { zoomOut } from './zoom-out.ts'
import { zoomWhole } from './zoom-whole.ts'

export type { Action, Hands } from './action.ts'
export { copyGrade } from './clipboard.ts'
export { addBeside, editGraph, nodeAtHand, rewire } from './graph-edit.ts'
export { jumpClip } from './jump.ts'
export { deleteKeyframes, writeKeyframes } from './keyframe-edit.ts'
export { lockOrLift } from './lock-or-lift.ts'
export { appendTo, applyGrade, copyTo, groupClips, rippleTo } from './many.ts'
export { roomActions } from './room-actions.ts'
export { writeTrack } from './tracking.ts'
export { go, speed, steers } from './transport.ts'
export { enclosing, windowOfNote } from './window-of-note.ts'
export { slotOf, withGallery } from './with-gallery.ts'

export const actions: readonly Action[] = [
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
  addSerial,
  addBefore,
  append,
  addParallel,
  addLayer,
  addOutside,
  addCircle,
  addLinear,
  addPolygon,
  addCurve,
  nodeOn,
  nodesOn,
  extract,
  deleteNode,
  previousNode,
  nextNode,
  resetNode,
  resetKeepNodes,
  resetAll,
  lockNode,
  copy,
  paste,
  applyOneBack,
  applyTwoBack,
  copyColour,
  ripple,
  rippleGroup,
  appendPicked,
  labelNode,
  shareNode,
  unshareNode,
  openShared,
  setTree,
  clearTree,
  nodeMenu,
  cleanGraph,
  fitGraph,
  panTool,
  undo,
  redo,
  bypass,
  scopes,
  scopesWindow,
  addVersion,
  firstVersion,
  lockClip,
  printerLights,
  turnPrimaries,
  highlight,
  highlightMatte,
  windowOutlines,
  trackForward,
  trackBack,
  trackBoth,
  trackOn,
  trackBackOne,
  trackStop,
  keyframe,
  staticKeyframe,
  deleteKeyframe,
  previousKeyframe,
  nextKeyframe,
  grabStill,
  nextStill,
  previousStill,
  invertWipe,
  splitScreen,
  lightbox,
  saveMemory,
  loadMemory,
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

/** An action by its id. */
export const actionOf = (id: ActionId): Action => actions.find((action) => action.id === id)!
