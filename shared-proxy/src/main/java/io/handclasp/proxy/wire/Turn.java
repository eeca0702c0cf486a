package io.handclasp.proxy.wire;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * The flushes due at the end of the present turn of one event loop. The loop runs its tasks after
 * it has read from all ready channels, so that whatever many connections wrote to one of them
 * leaves in one system call. On that loop only.
 */
public final class Turn {
  private final EventLoop loop;
  private List<GatheredOutput> due = new ArrayList<>();
  private List<GatheredOutput> spare = new ArrayList<>();
  private final Runnable flush = this::flush;

  /** The flushes of that loop. */
  public Turn(EventLoop loop) {
    this.loop = loop;
  }

  /** The loop. */
  public EventLoop loop() {
    return loop;
  }

  void schedule(GatheredOutput output) {
    if (due.isEmpty()) {
      loop.execute(flush);
    }
    due.add(output);
  }

  private void flush() {
    List<GatheredOutput> now = due;
    due = spare;
    for (int i = 0; i < now.size(); i++) {
      now.get(i).flushScheduled();
    }
    now.clear();
    spare = now;
  }
}
