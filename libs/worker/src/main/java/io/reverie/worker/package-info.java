/** What all workers share as workers: artifact store, identity of jobs, failure policy, health. */
package io.reverie.worker;
