/** Workers and a broker as processes of their own, to kill and to measure. */
package io.reverie.chaos;
