package io.handclasp.proxy.forward;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Over how many event loops connections are spread: as few as their work allows. What one loop
 * finds in a turn it reads, forwards and answers together, by fewer system calls and fewer, fuller
 * records; the same in two loops costs a third more. Decides only; one thread at a time.
 */
final class Spread {
  /** A loop that uses more of a processor is full. */
  private static final double FULL = 0.7;

  /** As many loops are enough that each of them would use less. */
  private static final double SPARE = 0.6;

  /** Where all of them together use less, there is nothing that could be spread. */
  private static final double IDLE = 0.1;

  /** So many requests under way at a time may have another end as their limit, also one loop. */
  private static final int CROWD = 64;

  /** Where a loop uses less, requests only wait for something slow. */
  private static final double WORKING = 0.2;

  /** Looks in a row before loops close or connections have to move: a second. */
  private static final int LASTING = 4;

  /** Each move doubles what the next one waits for, until all was even for so many looks. */
  private static final int SETTLED = 240;

  private final int loops;
  private final DoubleSupplier used;
  private int open = 1;
  private int calm;
  private int uneven;
  private int even;
  private int patience = LASTING;

  /**
   * What a loop had to do since the last look.
   *
   * @param cpu share of a processor
   * @param connections from clients, at present
   * @param requests under way at present
   */
  record Work(double cpu, int connections, int requests) {
    /** More than 1 is too much. */
    private double weight() {
      return Math.max(cpu / FULL, cpu < WORKING ? 0 : (double) requests / CROWD);
    }
  }

  /**
   * Connections that should leave a loop, and come back to another.
   *
   * @param loop its number, from 0
   */
  record Move(int loop, int connections) {}

  /**
   * One loop is open at first.
   *
   * @param used share of all processors' time that was used lately; negative where it is not known
   */
  Spread(int loops, DoubleSupplier used) {
    this.loops = loops;
    this.used = used;
  }

  /** How many loops take new connections, the first ones. */
  int open() {
    return open;
  }

  /**
   * Takes a look; again and again, in even steps.
   *
   * @param work that of every loop
   * @return what should move; null where nothing should
   */
  @Nullable Move look(List<Work> work) {
    double cpu = work.stream().mapToDouble(Work::cpu).sum();
    double weight = work.stream().mapToDouble(Work::weight).sum();
    int heaviest = heaviest(work);
    boolean heavy = work.get(heaviest).weight() > 1;
    boolean room = heavy && used.getAsDouble() < WindowSize.IDLE;
    if (cpu > FULL * open || (room && weight > open)) {
      open = Math.min(loops, 2 * open);
      calm = 0;
    } else {
      narrow(cpu, Math.max(1, (int) Math.ceil(Math.max(cpu / SPARE, weight))));
    }
    return room && isFar(work.get(heaviest), weight / open)
        ? uneven(work, heaviest, weight / open)
        : settled();
  }

  private void narrow(double cpu, int enough) {
    calm = enough < open ? calm + 1 : 0;
    if (cpu < IDLE) {
      open = 1;
    } else if (calm == LASTING) {
      open = Math.max(enough, open / 2);
      calm = 0;
    }
  }

  private static boolean isFar(Work most, double mean) {
    return most.connections() > 1 && most.weight() > 1.5 * mean;
  }

  /** Brings the heaviest to the mean of those that are open. */
  private @Nullable Move uneven(List<Work> work, int heaviest, double mean) {
    even = 0;
    uneven++;
    if (uneven < patience) {
      return null;
    }
    uneven = 0;
    patience = Math.min(2 * patience, SETTLED);
    Work most = work.get(heaviest);
    int over = (int) (most.connections() * (1 - mean / most.weight()));
    return new Move(heaviest, Math.max(1, over));
  }

  private @Nullable Move settled() {
    uneven = 0;
    even++;
    if (even == SETTLED) {
      patience = LASTING;
    }
    return null;
  }

  private static int heaviest(List<Work> work) {
    int heaviest = 0;
    for (int i = 1; i < work.size(); i++) {
      if (work.get(i).weight() > work.get(heaviest).weight()) {
        heaviest = i;
      }
    }
    return heaviest;
  }
}
