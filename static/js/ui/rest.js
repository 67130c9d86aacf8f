// All that the first input does not wait for, fetched as one: every view but the first form, the sync, and what wakes
// the app later.
import { showHome, showRides } from './home.js';
import { showRide } from './ride.js';
import { showAnswer, showLog, showPromise, showPrompts, showVisit } from './forms.js';
import { showWaiting } from './waiting.js';
import { showInstall, showLeave, showPhone, showSignIn } from './phone.js';
import { showLock, showPin } from './lock.js';

export { countOthers, leftBefore, remove, signedOutFromElsewhere } from './acts.js';
export { goOn } from './later.js';
export { keepWords, sayWhy } from './rescue.js';
export { sayStorageTrouble, showStatus } from './status.js';
export { Sync } from '../sync/sync.js';

export const views = {
  home: showHome, rides: showRides, ride: showRide, log: showLog, visit: showVisit, reflect: showPrompts,
  answer: showAnswer, promise: showPromise, waiting: showWaiting, phone: showPhone, install: showInstall,
  leave: showLeave, 'sign-in': showSignIn, pin: showPin, lock: showLock,
};
