// Which rows are selected, whether they are shown or not; sent as one bit to a row.

/** A set of rows that is quick at any size. */
export class Selecting {
    /**
     * @param {number} rows
     * @param {DataView} [bits]
     */
    constructor(rows, bits) {
        this.flags = new Uint8Array(rows);
        this.count = 0;
        if (bits) this.take(bits);
    }

    /**
     * Selects what these bits say.
     *
     * @param {DataView} bits
     */
    take(bits) {
        this.clear();
        for (let row = 0; row < this.flags.length; row++) {
            this.set(row, ((bits.getUint8(row >> 3) >> (row & 7)) & 1) === 1);
        }
    }

    /** The bits, as `take` takes them. */
    bits() {
        const bits = new Uint8Array(Math.ceil(this.flags.length / 8));
        this.flags.forEach((flag, row) => (bits[row >> 3] |= flag << (row & 7)));
        return bits;
    }

    /** @param {number} row */
    has(row) {
        return this.flags[row] === 1;
    }

    /**
     * @param {number} row
     * @param {boolean} selected
     */
    set(row, selected) {
        this.count += Number(selected) - this.flags[row];
        this.flags[row] = Number(selected);
    }

    /** Selects nothing. */
    clear() {
        this.flags.fill(0);
        this.count = 0;
    }

    /**
     * How many of these rows are selected.
     *
     * @param {Uint32Array} order
     */
    among(order) {
        return order.reduce((sum, row) => sum + this.flags[row], 0);
    }
}
