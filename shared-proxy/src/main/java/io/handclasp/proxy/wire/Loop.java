package io.handclasp.proxy.wire;

import io.handclasp.proxy.http.DateText;
import io.handclasp.proxy.http.HeadWriter;
import io.netty.channel.EventLoop;

/**
 * What the connections of one event loop share. On that loop only.
 *
 * @param eventLoop the loop
 * @param turn flushes due at the end of its turn
 * @param deadlines its time limits
 * @param heads writes HTTP/1.1 heads
 * @param time the time of day
 * @param dates says when an answer was made
 */
public record Loop(
    EventLoop eventLoop,
    Turn turn,
    Deadlines deadlines,
    HeadWriter heads,
    TimeOfDay time,
    DateText dates) {
  /** Fresh tools for a loop. */
  public static Loop of(EventLoop eventLoop) {
    return new Loop(
        eventLoop,
        new Turn(eventLoop),
        new Deadlines(eventLoop),
        new HeadWriter(),
        new TimeOfDay(),
        new DateText());
  }
}
