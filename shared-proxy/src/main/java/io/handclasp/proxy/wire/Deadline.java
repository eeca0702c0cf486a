package io.handclasp.proxy.wire;

import java.time.Duration;

/** One time limit that its owner sets, moves and clears. Made by {@link Deadlines#open}. */
public final class Deadline {
  private final Deadlines deadlines;
  private final Runnable onPassed;
  private boolean set;
  private boolean running;
  private boolean closed;

  /** How long it is; where it runs, when it has passed. */
  private long nanos;

  int index;

  Deadline(Deadlines deadlines, Runnable onPassed, int index) {
    this.deadlines = deadlines;
    this.onPassed = onPassed;
    this.index = index;
  }

  /** Fires once that long from now, unless set anew or cleared; zero clears. */
  public void in(Duration time) {
    set = !time.isZero();
    running = false;
    nanos = time.toNanos();
  }

  /** Does not fire. */
  public void clear() {
    set = false;
  }

  /** Never fires again and takes no more room. */
  public void close() {
    if (!closed) {
      closed = true;
      set = false;
      deadlines.close(this);
    }
  }

  void check(long now) {
    if (!set) {
      return;
    }
    if (!running) {
      running = true;
      nanos += now;
    } else if (now - nanos >= 0) {
      set = false;
      onPassed.run();
    }
  }
}
