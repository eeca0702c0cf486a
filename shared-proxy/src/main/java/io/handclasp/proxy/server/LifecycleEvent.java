package io.handclasp.proxy.server;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.Side;
import java.time.Duration;
import java.util.List;

/** What happens to a proxy as a whole. */
public sealed interface LifecycleEvent {
  /**
   * It listens and forwards.
   *
   * @param side front or back
   * @param listen the address, with the port that the system chose
   * @param transport {@code io_uring}, {@code epoll} or {@code nio}
   * @param tls the TLS implementation: {@code openssl} or {@code jdk}
   * @param epoch number of the state of identity and trust
   */
  record Ready(Side side, Address listen, String transport, String tls, long epoch)
      implements LifecycleEvent {}

  /**
   * The listener for operators answers.
   *
   * @param listen the address, with the port that the system chose
   * @param tls whether it speaks mutual TLS
   */
  record AdminReady(Address listen, boolean tls) implements LifecycleEvent {}

  /**
   * Something works but should be mended.
   *
   * @param sentence what
   */
  record Warned(String sentence) implements LifecycleEvent {}

  /**
   * Another state is in force.
   *
   * @param epoch its number
   * @param restartNeeded keys whose change only a restart takes up
   */
  record Reloaded(long epoch, List<String> restartNeeded) implements LifecycleEvent {
    /** Copies. */
    public Reloaded {
      restartNeeded = List.copyOf(restartNeeded);
    }
  }

  /**
   * Another state was asked for but cannot be; the last good one stays.
   *
   * @param epoch number of the one that stays
   * @param problems one line each
   */
  record ReloadRefused(long epoch, List<String> problems) implements LifecycleEvent {
    /** Copies. */
    public ReloadRefused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * The listener is closed; what is under way may finish.
   *
   * @param connections downstream connections at that time
   * @param deadline how long they have
   */
  record Draining(int connections, Duration deadline) implements LifecycleEvent {}

  /**
   * All is over.
   *
   * @param cut connections that did not finish in time
   * @param took since draining began
   */
  record Stopped(int cut, Duration took) implements LifecycleEvent {}
}
