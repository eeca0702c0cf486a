package io.handclasp.proxy.wire;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * What is due at the end of the present turn of one event loop: first what admits more work, then
 * the flushes. The loop runs its tasks after it has read from all ready channels, so that whatever
 * many connections wrote to one of them leaves in one system call. On that loop only.
 */
public final class Turn {
  private final EventLoop loop;
  private final List<Runnable> first = new ArrayList<>();
  private List<GatheredOutput> due = new ArrayList<>();
  private List<GatheredOutput> spare = new ArrayList<>();
  private final Runnable end = this::end;
  private boolean scheduled;

  /** The turns of that loop. */
  public Turn(EventLoop loop) {
    this.loop = loop;
  }

  /** The loop. */
  public EventLoop loop() {
    return loop;
  }

  /** Has the task run at the end of this turn, once, before what it has written is flushed. */
  public void atEnd(Runnable task) {
    if (!first.contains(task)) {
      first.add(task);
    }
    schedule();
  }

  void schedule(GatheredOutput output) {
    due.add(output);
    schedule();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      loop.execute(end);
    }
  }

  private void end() {
    try {
      for (int i = 0; i < first.size(); i++) {
        first.get(i).run();
      }
    } finally {
      first.clear();
      scheduled = false;
    }
    List<GatheredOutput> now = due;
    due = spare;
    for (int i = 0; i < now.size(); i++) {
      now.get(i).flushScheduled();
    }
    now.clear();
    spare = now;
  }
}
