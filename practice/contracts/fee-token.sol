// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {PracticeToken} from "./practice-token.sol";

/// @title A token that keeps a part of every transfer: who pays 100 delivers less, and two Transfer logs say so.
/// @dev As Tether's contract can be set to do. The fee, in hundredths of a per cent, goes to `feeCollector`; it rounds down.
contract FeeToken is PracticeToken {
    uint256 public immutable feeBasisPoints;
    address public constant feeCollector = 0x00000000000000000000000000000000000000fe;

    constructor(uint256 feeBasisPoints_) PracticeToken("Practice Fee Token", "FEE", 6) {
        feeBasisPoints = feeBasisPoints_;
    }

    function _move(address from, address to, uint256 value) internal override {
        uint256 fee = (value * feeBasisPoints) / 10_000;
        super._move(from, to, value - fee);
        if (fee > 0) super._move(from, feeCollector, fee);
    }
}
